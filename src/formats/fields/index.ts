export {
  type FieldEntry,
  type FieldFormat,
  type FieldManifest,
  type WriteFieldsOptions,
  writeFields,
} from "./write-fields.ts";
