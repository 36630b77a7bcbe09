// How fast easy-template-x makes the documents of bench_word.py.
//
//     node easy_template_x.mjs TEMPLATE RECORDS OUTPUT ROUNDS MODULES
//
// RECORDS is a JSON list of values, OUTPUT takes the first document for comparison. Prints a JSON object:
// seconds of processor time for one document (median of the rounds) and the version.

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const [template, records, output, rounds, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { TemplateHandler } = require("easy-template-x");
const { version } = JSON.parse(readFileSync(`${modules}/node_modules/easy-template-x/package.json`, "utf8"));
const source = readFileSync(template);
const values = JSON.parse(readFileSync(records, "utf8"));
const handler = new TemplateHandler();

writeFileSync(output, await handler.process(source, values[0]));
for (const record of values) await handler.process(source, record); // lets the compiler of node warm up
const found = [];
for (let round = 0; round < Number(rounds); round++) {
  const before = process.cpuUsage();
  for (const record of values) await handler.process(source, record);
  const spent = process.cpuUsage(before);
  found.push((spent.user + spent.system) / 1e6 / values.length);
}
found.sort((a, b) => a - b);
console.log(JSON.stringify({ seconds: found[Math.floor(found.length / 2)], version }));
