#!/usr/bin/env bash
# Makes the film that ./run mines when it is given nothing: 14 s of landscapes drawn by ffmpeg. It holds what mining is
# about: views worth keeping, one of them twice, one out of focus, and a fade through black.
# Usage: build/demo.sh FILE.mp4
set -euo pipefail
target=$1
mkdir -p "$(dirname "$target")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A still of 1640x720, from the colour of every second point; the grain gives every surface a texture.
draw() { # name, red, green, blue
    local colours="r='$2':g='$3':b='$4'"
    colours=${colours//X/(2*X)}
    ffmpeg -nostdin -v error -f lavfi -i color=black:size=820x360 -frames:v 1 \
        -vf "format=gbrp,geq=${colours//Y/(2*Y)},scale=1640:720:flags=bicubic,noise=alls=9:all_seed=7" -y "$scratch/$1.png"
}

# A sun over the sea: the glow falls off from it, and waves break its reflection.
glow='255*exp(-hypot(X-900,Y-335)/130)+200*lt(hypot(X-900,Y-335),46)'
wave='(0.5+0.5*sin(Y*0.75+5*sin(X/80+Y/11)+3*sin(X/31)))'
path="exp(-abs(X-900)/(40+0.5*(Y-400)))*$wave*220"
draw sea "if(lt(Y,400),min(255,55+0.42*Y+$glow),min(255,48+26*$wave+$path))" \
    "if(lt(Y,400),min(255,60+0.20*Y+0.72*($glow)),min(255,52+24*$wave+0.7*$path))" \
    "if(lt(Y,400),min(255,125-0.08*Y+0.35*($glow)),min(255,84+30*$wave+0.35*$path))"

# Ridges behind each other in the haze of a morning, with trees on the nearest.
far='(300+55*sin(X/190)+26*sin(X/67+1)+9*sin(X/21))'
middle='(420+48*sin(X/140+2)+22*sin(X/47)+7*sin(X/13))'
near='(560+40*sin(X/210+4)+12*sin(X/37)+16*abs(sin(X/7.3))*abs(sin(X/23+1)))'
leaves='(18*sin(X*1.7+Y*0.9)*sin(Y*1.3-X*0.6))'
draw hills "if(gt(Y,$near),34+$leaves,if(gt(Y,$middle),92+0.05*Y,if(gt(Y,$far),150+0.06*Y,225-0.10*Y)))" \
    "if(gt(Y,$near),62+$leaves,if(gt(Y,$middle),118+0.05*Y,if(gt(Y,$far),168+0.05*Y,215+0.02*Y)))" \
    "if(gt(Y,$near),38+$leaves,if(gt(Y,$middle),112+0.08*Y,if(gt(Y,$far),182+0.05*Y,235+0.02*Y)))"

# A town at night under the moon: lit windows in dark houses.
roof='(430+70*sin(floor(X/82)*5.1)+40*sin(floor(X/82)*2.3))'
window="(lt(mod(X,27),13)*lt(mod(Y,34),17)*gt(sin(floor(X/27)*12.9+floor(Y/34)*78.2),0.1))"
moon='lt(hypot(X-1150,Y-150),58)*(205+18*sin(X/9)*sin(Y/12))+90*exp(-hypot(X-1150,Y-150)/90)'
draw town "if(gt(Y,$roof),26+210*$window,min(255,18+0.05*Y+$moon))" \
    "if(gt(Y,$roof),26+170*$window,min(255,24+0.07*Y+$moon))" \
    "if(gt(Y,$roof),34+70*$window,min(255,58+0.12*Y+$moon))"

view() { # name, seconds, where the view moves to: a crop that wanders
    printf '[%s]loop=%d:1:0,fps=25,trim=duration=%s,crop=1280:704:%s:8,setpts=PTS-STARTPTS,format=yuv420p' "$1" $((25 * $2)) "$2" "$3"
}
ffmpeg -nostdin -v error -framerate 25 -i "$scratch/sea.png" -framerate 25 -i "$scratch/hills.png" -framerate 25 -i "$scratch/town.png" -filter_complex "
    [0]split[sea1][sea2]; [1]split[hills1][sharp]; [sharp]gblur=sigma=14[hills2];
    $(view sea1 4 '20+60*t')[a]; $(view hills1 3 '300-70*t'),fade=out:55:20[b]; $(view 2 3 '40+80*t'),fade=in:0:15[c];
    $(view hills2 2 '90+40*t')[d]; $(view sea2 2 '60+60*t')[e]; [a][b][c][d][e]concat=n=5" \
    -c:v libx264 -preset superfast -threads 1 -movflags +faststart -fflags +bitexact -y "$scratch/film.mp4"
mv "$scratch/film.mp4" "$target"
