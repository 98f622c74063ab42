# A resolution target: gratings of several pitches, each with its label, and alignment crosses at the corners.
GLOBALS
  lines = 9        # 3..25 step 2
  length = 12      # 5..50
  finest = 0.5     # 0.1..2

SHAPE grating(pitch)
  rect(pitch / 2, length).array(lines, 1, pitch / 2)

SHAPE cross(size)
  rect(size, size / 8) + rect(size / 8, size)

SYMBOL group_{}(pitch)
  LAYER 1 chrome
    grating(pitch)
  LAYER chrome
    text("" + pitch + " µm", dy=3).translate(n=[0, -length / 2 - 1])

SYMBOL corner
  LAYER 2 alignment
    cross(8)

SYMBOL target
  ref(group_, finest)
  ref(group_, 2 * finest).translate(20, 0)
  ref(group_, 4 * finest).translate(50, 0)
  ref(corner).array(2, 2, 90, 40).translate(-20, -25)
  LAYER 1
    text("RETICLE", dy=6, sw=[-5, 12])
