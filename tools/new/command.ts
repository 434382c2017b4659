// SPDX-License-Identifier: Apache-2.0
// tinyxs new: a folder with a new app that runs at once.
import { type Command, Option } from "commander";
import { colors } from "../shared/text.js";
import { createApp, templates } from "./create.js";

interface Options {
  readonly template: string;
  readonly json?: boolean;
}

/** Adds the command. Status: 0, 1 when the folder can't be made, 2 for wrong usage. */
export function registerNew(program: Command): void {
  program
    .command("new <folder>")
    .description("make a new app in a new folder")
    .addOption(new Option("--template <app>", "the sample app to begin with").choices(templates()).default("wake-word"))
    .option("--json", "print JSON")
    .action((path: string, { template, json }: Options) => {
      const app = createApp(path, template);
      if (json) console.log(JSON.stringify(app));
      else
        console.log(
          `Made ${colors(process.stdout).bold(path === "." ? app.name : path)}. To run it:\n\n${steps(path)}`,
        );
    });
}

function steps(path: string): string {
  const change = path === "." ? [] : [`cd ${/^[\w./~-]+$/.test(path) ? path : JSON.stringify(path)}`];
  return [...change, "npm install", "npm start"].map((line) => `  ${line}`).join("\n");
}
