// Runs the compiled snippets one after another in one process: folders as arguments, one JSON object of outcomes out.
import { pathToFileURL } from "node:url";

const outcomes = {};
for (const folder of process.argv.slice(2)) {
  process.chdir(folder);
  outcomes[folder] = await import(pathToFileURL(`${folder}/variations.mjs`)).then(() => null, String);
}
console.log(JSON.stringify(outcomes));
