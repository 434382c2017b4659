// SPDX-License-Identifier: Apache-2.0
// An app as its folder has it: main.ts, manifest.json, recordings.
import { closeSync, existsSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { isObject } from "../shared/json.js";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";
import { type Manifest, readManifests } from "./manifest.js";

export interface App {
  readonly name: string;
  readonly main: string;
  readonly manifest: Manifest;
  /** The app's own recording, if it has one: the first WAV file of recordings/. */
  readonly recording: string | undefined;
  /** Of its microphone, in Hz: "defines": {"audioIn": {"sampleRate": ...}}. */
  readonly sampleRate: number;
}

/**
 * Reads an app's folder. Without a manifest.json of its own, the app has all of tinyxs.
 * @throws Failure naming what is missing.
 */
export function readApp(folder: string): App {
  const path = resolve(folder);
  const main = join(path, "main.ts");
  if (!existsSync(path) || !statSync(path).isDirectory())
    throw new Failure(`${folder}: there is no such folder: give the folder of an app`, 2);
  if (!existsSync(main))
    throw new Failure(`${folder}: there is no main.ts in it: create it, or name another folder`, 2);
  const own = join(path, "manifest.json");
  const host = join(packageFolder, "hosts/simulator/manifest.json");
  const manifest = readManifests(host, existsSync(own) ? own : join(packageFolder, "manifest.json"));
  const recordings = join(path, "recordings");
  const [recording] = existsSync(recordings)
    ? readdirSync(recordings)
        .filter((name) => /\.wav$/i.test(name))
        .sort()
    : [];
  return {
    name: basename(path),
    main,
    manifest,
    recording: recording && join(recordings, recording),
    sampleRate: readSampleRate(manifest.defines),
  };
}

function readSampleRate(defines: Manifest["defines"]): number {
  const { audioIn } = defines;
  const rate = isObject(audioIn) && "sampleRate" in audioIn ? audioIn.sampleRate : 16000;
  if (typeof rate === "number" && Number.isInteger(rate) && rate >= 8000 && rate <= 48000) return rate;
  throw new Failure(
    `manifest.json: "defines": {"audioIn": {"sampleRate": ${String(rate)}}}: give a whole number from 8000 to 48000`,
  );
}

/** The engine finds everything else that may be wrong with a model; but it doesn't know the file's name. */
function checkModel(model: string): void {
  const fail = (reason: string, status: 1 | 2): never => {
    throw new Failure(`--model ${model}: ${reason}: give a .tflite file`, status);
  };
  const status = statSync(model, { throwIfNoEntry: false });
  if (!status) fail("there is no such file", 2);
  if (!status?.isFile()) fail("not a file", 2);
  if (readHead(model).toString("latin1", 4) !== "TFL3") fail("not a TensorFlow Lite model", 1);
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(8);
  const file = openSync(path, "r");
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return head;
}

/**
 * The app's resources with another model in place of its own. A JSON file of the same name beside the model replaces the one
 * beside the app's model.
 */
function replaceModel(data: ReadonlyMap<string, string>, model: string): Map<string, string> {
  checkModel(model);
  const own = [...data.keys()].filter((name) => name.endsWith(".tflite"));
  const [name] = own;
  if (!name || own.length > 1)
    throw new Failure(
      `--model: the app has ${own.length} .tflite files in its manifest's "data", not one: change its manifest.json instead`,
      2,
    );
  const replaced = new Map(data).set(name, resolve(model));
  const settings = `${model.slice(0, model.length - extname(model).length)}.json`;
  if (existsSync(settings)) replaced.set(name.replace(/\.tflite$/, ".json"), resolve(settings));
  return replaced;
}

/** What `new Resource(name)` finds: the app's data, with `model` in place of its own if that is given. */
export function chooseResources({ manifest }: App, model: string | undefined): ReadonlyMap<string, string> {
  return model ? replaceModel(manifest.data, model) : manifest.data;
}
