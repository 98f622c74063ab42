/**
 * What the solid face leaves in the pixels of a picture without oversampling. It follows from the outlines (typeface.ts, and a test
 * compares all of it), but a first picture with labels took a fifth of its time to work out the exact coverage of some forty glyphs.
 */
import { fromBase64 } from "../../platform/index.ts";
import type { Glyph } from "../../view/index.ts";

/** Character, width, advance, lowest row, and shares of 0 to 255 from that row on, in base64. */
const drawn = [
  "! 2 2 3 /zMzCgAA/zP/M/8z/zP/M/8z",
  '" 3 4 9 Zilm/2b//2b/',
  "# 6 7 3 AMxmZswAAMxmZswAmevCwuuZmevCwuuZAMxmZswAmevCwuuZmevCwuuZAMxmZswAAMxmZswA",
  "$ 6 7 2 AB+ZAAAAGtn//F0A2bgzaflDZhUAAMxmAAAAGuhjCKbM6LgIuNlmYwgA/zsAAFIp2bgzaflDGtn//F0AAB+ZAAAA",
  "% 7 8 3 LPMTAMz/mQCygADM/5kAPOwLUmY9AADDbwAAAAAATeEFAAAAAAHTXgAAZmYpXtMBAP//ZgXhTQD//2YAb8MA",
  "& 6 7 3 Gtn//F0A2bgzaflD/zMAAMxm/GkAAHo9Y/zMzCkAuNlmZhQA/zsADAAA2bg72FsAGtn/twgA",
  "' 2 2 9 ZhT/M/8z",
  "( 3 4 3 Gtlm2bgV/zMA/zMA/zMA/zMA/zMA2bgVGtlm",
  ") 3 4 3 /F0AaflDAMxmAMxmAMxmAMxmAMxmaflD/F0A",
  "* 5 6 6 BRxmDACO1//XW7H///yCsf///IKO1//XWwUcZgwA",
  "+ 5 6 5 AB+ZAAAAM/8AAMzW/8yjZoX/ZlIAM/8AAAAKMwAA",
  ", 2 2 1 UgD6JP8zMwo=",
  "- 4 5 6 ZmZmPczMzHo=",
  ". 2 2 3 /zMzCg==",
  "/ 5 6 3 zGYAAABmzAAAAA3yMwAAAJmZAAAAM/INAAAAzGYAAABmzAAAAA3yMwAAAJmZ",
  "0 6 7 3 Gtn//F0A2bgzaflD/zMAAMxm/zMAAMxm/zMAAMxm/zMAAMxm/zMAAMxm2bgzaflDGtn//F0A",
  "1 3 4 3 AMxmAMxmAMxmAMxmAMxmAMxmgMxm+vpmUvpm",
  "2 6 7 3 //////9mP/eNMzMUAFv5WwAAAABb+VwAAAAAXPlCAAAAAMxmZhUAAMxm2bgzaflDGtn//F0A",
  "3 6 7 3 Gtn//F0A2bgzaflDZhUAAMxmAAAAGehjACnM6MEIABRmnPAuZhUAANRm2bgzaflDGtn//F0A",
  "4 6 7 3 AAAAZswAAAAAZswAAAAAZswA/////////1wzhdYz/zMAZswA/zMAZswA/zMAZswA/zMAZswA",
  "5 6 7 3 Gtn//F0A2bgzaflDZhUAAMxmAAAAGuhjzMzM6LgI/4VmYwgA/zMAAAAA/1wzMykA/////8wA",
  "6 6 7 3 Gtn//F0A2bgzaflD/zMAAMxm/zMAGuhj/9bM6LgI/4VmYwgA/zMAAAAA2bgzMwoAGtn//zMA",
  "7 6 7 3 ABb+JwAAAADadgAAAACfxAAAAABk/RYAAAAp/2IAAAAB7LEAAAAAsvUKMzMzl/9N//////9m",
  "8 6 7 3 Gtn//9ka2bgzM7jZ/zMAADP//GkAAGn8Y/zMzPxjuNlmZtm4/zsAADv/2bgzM7jZGtn//9ka",
  "9 6 7 3 AMz//F0AACkzaflDAAAAAMxmAENmZuBmXfnMzPVm/GkAAMxm/zMAAMxm2bgzaflDGtn//F0A",
  ": 2 2 3 /zMzCgAAAADMKWYU",
  "; 2 2 1 UgD6JP8zMwoAAAAAzClmFA==",
  "< 5 6 4 AAAAAAoAABeMwheM9f2b9fuJIQCm/OaFIQAppvzMAAAAKXo=",
  "= 5 6 6 /////8wzMzMzKZmZmZl6mZmZmXo=",
  "> 5 6 4 CgAAAADocwoAAMz/6HMKADOm/8IzmfL1ev/1jBcAjBcAAAA=",
  "? 6 7 3 AACZmQAAAAAfHwAAAABcXAAAAACWxwgAAAAa2bgIAAAAGuhjZhUAAMxm2bgzaflDGtn//F0A",
  "@ 8 8 3 Gtn//8wAAADZuDMzKQAAAP8zAJmZmZkf/zMA/+uZ/zP/MwD/zAD/M/8zAP/MAP8z/zMAAAAA/zPZuDMzM4/wHBrZ////8DYA",
  "A 6 7 3 /zMAADP//zMAADP//zMAADP//4VmZoX//9bMzNb//zMAADP//zMAADP/2bgzM7jZGtn//9ka",
  "B 6 7 3 /////F0A/1wzaflD/zMAAMxm/zMAGehj/9bM6MEI/4VmnPAu/zMAANRm/1wzaflD/////F0A",
  "C 6 7 3 Gtn//F0A2bgzaflD/zMAAFIp/zMAAAAA/zMAAAAA/zMAAAAA/zMAAFIp2bgzaflDGtn//F0A",
  "D 6 7 3 /////F0A/1wzafld/zMAAGn8/zMAADP//zMAADP//zMAADP//zMAAGn8/1wzafld/////F0A",
  "E 5 6 3 /////8z/XDMzKf8zAAAA/zMAAAD/1szMKf+FZmYU/zMAAAD/XDMzKf/////M",
  "F 5 6 3 /zMAAAD/MwAAAP8zAAAA/zMAAAD/1szMKf+FZmYU/zMAAAD/XDMzKf/////M",
  "G 6 7 3 Gtn//F0A2bgzaflD/zMAAMxm/zMAZuBm/zMAzMxS/zMAAAAA/zMAAFIp2bgzaflDGtn//F0A",
  "H 6 7 3 /zMAAMxm/zMAAMxm/zMAAMxm/zMAAMxm/9bMzPVm/4VmZuBm/zMAAMxm/zMAAMxm/zMAAMxm",
  "I 2 2 3 /zP/M/8z/zP/M/8z/zP/M/8z",
  "J 5 5 3 GtnwNgDZuJDwHGYVAP8zAAAA/zMAAAD/MwAAAP8zAAAA/zMAAAD/MwAAAP8z",
  "K 6 7 3 /zMAnf8z/zMU9swA/zN4/2YA/0fi8g0A/+f3mQAA/+D9MwAA/1LxdAAA/zNm+z8A/zMBuuga",
  "L 5 6 3 /////8z/XDMzKf8zAAAA/zMAAAD/MwAAAP8zAAAA/zMAAAD/MwAAAP8zAAAA",
  "M 8 8 3 /zMAAAAA/zP/MwAAAAD/M/8zAAAAAP8z/zMBnA4A/zP/M2b/mQD/M/9S8cL+Rf8z/+DVCKrg/zP//DYAFer/M/+IAAAAVf8z",
  "N 6 7 3 /zMAAID//zMAIvb//zMAsv///zNN/7L//zzd3Tz//7L/TTP///+yADP///YiADP//4AAADP/",
  "O 6 7 3 Gtn//9ka2bgzM7jZ/zMAADP//zMAADP//zMAADP//zMAADP//zMAADP/2bgzM7jZGtn//9ka",
  "P 6 7 3 /zMAAAAA/zMAAAAA/zMAAAAA/4VmYwgA/9bM6LgI/zMAGuhj/zMAAMxm/1wzaflD/////F0A",
  "Q 6 7 3 Gtn///ai2bgzhfvZ/zMAV1f//zMAADP//zMAADP//zMAADP//zMAADP/2bgzM7jZGtn//9ka",
  "R 6 7 3 /zMAEPMw/zMAccEA/zMC3FQA/4WH9gwA/9bM6LgI/zMAGuhj/zMAAMxm/1wzaflD/////F0A",
  "S 6 7 3 Gtn//F0A2bgzaflDZhUAAMxmAAAAGuhjCKbM6LgIuNlmYwgA/zsAAFIp2bgzaflDGtn//F0A",
  "T 6 7 3 AACZmQAAAACZmQAAAACZmQAAAACZmQAAAACZmQAAAACZmQAAAACZmQAAMzOtrTMz////////",
  "U 6 7 3 Gtn//9ka2bgzM7jZ/zMAADP//zMAADP//zMAADP//zMAADP//zMAADP//zMAADP//zMAADP/",
  "V 6 7 3 AAC7uwAAAAn29gkAAETy8kQAAIiysogAAMxtbcwAE/0nJ/0TVeEAAOFVmZsAAJuZ3VYAAFbd",
  "W 9 10 3 AE3/GgCysgAAAID/TQDl5QAAALL/gBr//xoAAOXMsk3l5U0AGv9m5YCysoAATeUa/8yAgLIAgLIA5f9NTeUAsoAAsv8aGv8a5U0AgOUAAOVN",
  "X 6 7 3 w/QTE/TDTf+AgP9NAdPs7NMBAF7//14AAAr6+goAAF7//14AAdPs7NMBTf+AgP9Nw/QTE/TD",
  "Y 6 7 3 AACZmQAAAACZmQAAAACZmQAAAACZmQAAAACcnAAAABLt7RIAAJKyspIAKfIiIvIptoAAAIC2",
  "Z 6 7 3 //////9m0vZAMzMUSv+CAAAAAL70GQAAADT+mQAAAACn+ykAAAAi+bAAMzMzsf86//////9m",
  "[ 3 4 3 //9m/1wU/zMA/zMA/zMA/zMA/zMA/1wU//9m",
  "\\ 5 6 3 AAAAmZkAAA3yMwAAZswAAADMZgAAM/INAACZmQAADfIzAABmzAAAAMxmAAAA",
  "] 3 4 3 //9mM9ZmAMxmAMxmAMxmAMxmAMxmM9Zm//9m",
  "^ 5 6 9 sogBuoAi85bdCQCA/00A",
  "_ 6 7 0 ZmZmZmZmzMzMzMzM",
  "` 3 4 10 FcEfqogA",
  "a 5 6 3 Gtn//8zZuDOFzP8zAGbM/zMAZsz/TQBmzIzwmcLMAHOZmXo=",
  "b 5 6 3 ////uAj/XDvZpv8zAGbM/zMAZsz/MwCAzP+toflc/62ZVAD/MwAAAP8zAAAA",
  "c 5 6 3 Gtn/twjZuDvYW/8zAAwA/zMAAAD/TQBOFIzwoflOAHOZVAA=",
  "d 5 6 3 Gtn//8zZuDOFzP8zAGbM/zMAZsz/TQBmzIzwmcLMAHOZwswAAABmzAAAAGbM",
  "e 5 6 3 Gtn//zPZuDMzCv8zAAAA/////8z/djOfzIzwoflcAHOZVAA=",
  "f 4 5 3 ZswAAGbMAABmzAAAZswAAGbMAADC65kAwuuZAEP5aR8AXfyZ",
  "g 5 6 0 AFJmLgAAo9TwNgAAAJzJGtn//8zZuDOFzP8zAGbM/zMAZsz/TQBmzIzwmcLMAHOZmXo=",
  "h 5 6 3 /zMAZsz/MwBmzP8zAGbM/zMAZsz/MwCAzP+toflc/62ZVAD/MwAAAP8zAAAA",
  "i 2 2 3 /zP/M/8z/zP/M/8zmR8zCv8z",
  "j 3 4 0 YwgA6LgIGuhjAMxmAMxmAMxmAMxmAMxmAMxmAHo9ACkUAMxm",
  "k 5 6 3 /zMr/5z/M4D/Pf9a1NsB//b/fAD/wv83AP86zM4M/zMimVP/MwAAAP8zAAAA",
  "l 2 2 3 /zP/M/8z/zP/M/8z/zP/M/8z",
  "m 8 8 3 /zMA/zMA/zP/MwD/MwD/M/8zAP8zAP8z/zMA/zMA/zP/Mxr/Mxr/M/+t3O2h3LgImZmKRZmKCAA=",
  "n 5 6 3 /zMAZsz/MwBmzP8zAGbM/zMAZsz/MwCAzP+toflcmZmZVAA=",
  "o 5 6 3 Gtn/uAjZuDvZpv8zAGbM/zMAZsz/TQCAzIzwoflcAHOZVAA=",
  "p 5 6 0 ZhQAAAD/MwAAAP8zAAAA////uAj/XDvZpv8zAGbM/zMAZsz/MwCAzP+toflcmZmZVAA=",
  "q 5 6 0 AAAAKVIAAABmzAAAAGbMGtn//8zZuDOFzP8zAGbM/zMAZsz/TQBmzIzwmcLMAHOZmXo=",
  "r 5 5 3 /zMAAAD/MwAAAP8zAAAA/zMAAAD/MxlJAP+t27EAmZmJCAA=",
  "s 5 6 3 Zv//uAgUMzvZpgAYV8O9jP7koxr/bgAAAIzwmZkfAHOZmR8=",
  "t 4 5 3 AF38mUP5aR9mzAAAZswAAGbMAADC65kAwuuZAGbMAABmzAAA",
  "u 5 6 3 Gtn//8zZuDOFzP8zAGbM/zMAZsz/MwBmzP8zAGbMmR8APXo=",
  "v 5 6 3 AFb/IwAAm/xoAADhpq4AJ/Qy8ARtuQHrOrJ5AKyAjCoASW4=",
  "w 8 8 3 AFb/IeuJAAAAm/+M/84AAADh5vXm/hYAJ/5q/4bhWgBtzBTMPZmgALKDAAAAUOUBjCwAAAANmRI=",
  "x 5 6 3 xfRM/5JR//P8IQLa/6kAAKH/bgAV9v/WAYD/w/9NhI4WmWY=",
  "y 5 6 0 AE0uAAAAk6MAAABT5gEAAFb/LAAAm/9wAADh5bQAJ/5g8wVtzAn2PbKDALaBjCwASm4=",
  "z 5 5 3 /////zPQ9kIzCkL/igAAAK/4JAAAJPivAJmZ4v8omZmZmR8=",
  "{ 4 4 3 Ba3/QCb/Rg0m/w0AJv8NAKjqBgBc/gwAJv8NACb/Rg0Frf9A",
  "| 2 2 0 ZhT/M/8z/zP/M/8z/zP/M/8z/zP/M/8zmR8=",
  "} 4 4 3 /9kaADPeZgAAzGYAAMxmAACw2RAAyZwAAMxmADPeZgD/2RoA",
  "~ 6 7 6 dDlY+7sJhvP5c9VgAFVFAAwA",
];

const lineOf = new Map(drawn.map((line) => [line[0], line]));

/** Null for blanks and what is not in ASCII. */
export function drawnGlyph(character: string): Glyph | null {
  const line = lineOf.get(character);
  if (line === undefined) return null;
  const [, width, advance, lowest, bytes] = line.split(" ");
  return glyphFrom(fromBase64(bytes), Number(width), Number(advance), Number(lowest));
}

/**
 * @param shares row by row from the lowest, 0 to 255
 * @param lowest number of their first row
 */
export function glyphFrom(shares: Uint8Array, width: number, advance: number, lowest: number): Glyph {
  const places = [...shares.keys()].filter((i) => shares[i] > 0);
  return {
    width,
    advance,
    rows: Uint16Array.from(places, (i) => lowest + Math.floor(i / width)),
    columns: Uint16Array.from(places, (i) => i % width),
    shares: Uint8Array.from(places, (i) => shares[i]),
  };
}
