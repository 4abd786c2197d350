import type { Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type {
  AddTemplate,
  BrokenTemplate,
  CatalogueEntry,
  CreateFromTemplate,
  TemplateFile,
  TemplateView,
} from "../../contract/template/template.ts";
import type { WarmRecord, WarmTemplate } from "../../contract/template/warm.ts";
import type { CreateOptions, FollowOptions } from "./interfaces.ts";

/** The ways of a warming that differ from an ordinary one. */
export interface WarmWay extends FollowOptions {
  /** Nobody waits for it: its guest leaves the processors to all others. */
  readonly isUnasked?: boolean;
}

/** The outcome of moving the images of templates. */
export interface MovedImages {
  /** The number of images in another folder. */
  readonly moved: number;
}

/** Templates, and the machines that are created from them, as app and command use them. */
export interface TemplatesService {
  list(): Promise<{
    readonly templates: readonly TemplateView[];
    readonly broken: readonly BrokenTemplate[];
  }>;
  /**
   * Makes a template from an image, a stopped machine or the catalogue, completely or not at all.
   */
  add(request: AddTemplate, options?: FollowOptions): Promise<Result<TemplateFile>>;
  /** Deletes a template without dependent machines. */
  delete(id: string): Promise<Result<void>>;
  /** Checks that a folder can hold the images of templates, and creates it if it is missing. */
  prepareFolder(folder: string): Promise<Result<void>>;
  /**
   * Moves all images to the folder of the settings; after a failure the remaining ones stay where
   * they are.
   */
  moveImages(options?: FollowOptions): Promise<Result<MovedImages>>;
  /**
   * Restores the last good definition of a template whose own cannot be read; `id` is one of
   * `broken`.
   */
  recover(id: string): Promise<Result<{ readonly name: string; readonly kept: string }>>;
  /** Creates a machine from a template; its disk is a linked clone. */
  createMachine(request: CreateFromTemplate, options?: CreateOptions): Promise<Result<MachineFile>>;
  /** Warms a template: its machines go on from a guest that has booted, instead of booting. */
  warm(request: WarmTemplate, options?: WarmWay): Promise<Result<WarmRecord>>;
  /** Removes a template's warmed state; returns the bytes that it took. */
  cool(id: string): Promise<Result<number>>;
  /** Makes a stopped machine independent of its template. */
  flatten(machine: string, options?: FollowOptions): Promise<Result<void>>;
  /** Checks that a text is a cloud-config; the error names the wrong line. */
  checkUserData(text: string): Result<void>;
  /** The public keys in the user's `~/.ssh`. */
  sshKeys(): Promise<readonly string[]>;
  /** Finds a private key in `~/.ssh` whose public half is missing; null where all have theirs. */
  halfKey(): Promise<string | null>;
  /** Makes a key pair there, with ssh's default name; never replaces one. */
  makeSshKey(): Promise<Result<string>>;
  /** Returns the downloadable images, sorted by id. */
  catalogue(): readonly CatalogueEntry[];
  /** Calls back after a template was added or deleted; returns the function that ends it. */
  watch(changed: () => void): () => void;
}
