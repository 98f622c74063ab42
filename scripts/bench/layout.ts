// Reading GDSII beside KLayout and gdstk: real files, where the shared material lies beside the project.
import { readGds } from "../../src/formats/index.ts";
import { shared } from "../../test/support/project.ts";
import type { BenchJob, BenchKind } from "./main.ts";

const names = [
  "photonic_chip_a.gds",
  "ihp_testchip_S453A.gds",
  "sg13g2_stdcell_abutment.gds",
  "asap7sc7p5t_28_R_220121a.gds",
];

export const layoutJobs: BenchKind = () =>
  names.flatMap((name): BenchJob[] => {
    const file = shared("data", "layouts", name);
    if (file === null) return [];
    return [
      {
        name: `read ${name}`,
        run: async () => (await readGds(file)).cells.length,
        anchor: { operation: "read", file },
        repetitions: 7,
      },
    ];
  });
