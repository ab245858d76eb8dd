using Reelmill.Media.Frames;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>The measured scan type is that of the frames, whatever the header says.</summary>
public sealed class ScanMeterTests : IDisposable
{
    private static readonly ProcessLauncher Launcher = new();

    private readonly InterlacedClips _clips = new();

    [Theory]
    [InlineData("h264-top.mp4", ScanType.TopFirst)]
    [InlineData("h264-top.ts", ScanType.TopFirst)]
    [InlineData("h264-bottom.mkv", ScanType.BottomFirst)]
    [InlineData("h264-bottom.ts", ScanType.BottomFirst)]
    [InlineData("h264-top-unsaid.mp4", ScanType.TopFirst)]
    [InlineData("h264-bottom-unsaid.avi", ScanType.BottomFirst)]
    [InlineData("mpeg2-top.ts", ScanType.TopFirst)]
    [InlineData("mpeg2-top.mpg", ScanType.TopFirst)]
    [InlineData("mpeg2-bottom.mkv", ScanType.BottomFirst)]
    [InlineData("mpeg4-top-unsaid.avi", ScanType.TopFirst)]
    [InlineData("mjpeg-bottom-unsaid.avi", ScanType.BottomFirst)]
    [InlineData("dv-bottom.avi", ScanType.BottomFirst)]
    [InlineData("h264-telecine.mp4", ScanType.TopFirst)]
    [InlineData("h264-psf.mp4", ScanType.Progressive)]
    [InlineData("h264-psf.ts", ScanType.Progressive)]
    [InlineData("mpeg2-psf.ts", ScanType.Progressive)]
    public async Task The_scan_type_of_a_clip_is_that_of_its_frames(string name, ScanType expected) =>
        (await MeasureAsync(await _clips.MakeAsync(name))).ShouldBe(expected, name);

    [Theory]
    [InlineData("nullsrc=s=320x240:r=25,format=gray,geq=lum='if(mod(Y+N,2),235,16)'", "null")]
    [InlineData("nullsrc=s=320x240:r=25,format=gray,geq=lum='if(mod(Y+N,4),235,16)'", "null")]
    [InlineData("nullsrc=s=320x240:r=25,format=gray,geq=lum='if(mod(Y+3*N,20),235,16)'", "null")]
    [InlineData("nullsrc=s=320x240:r=25,format=gray,geq=lum='if(mod(Y+2*N,4)*mod(X+N,7),235,16)'", "null")]
    [InlineData("nullsrc=s=320x240:r=25,format=gray,geq=lum='128+100*sin((X*X+Y*Y)/400+N)'", "null")]
    [InlineData("cellauto=s=320x240:r=25:rule=110", "null")]
    [InlineData("life=s=320x240:r=25:mold=10:ratio=0.3", "null")]
    [InlineData("mandelbrot=s=320x240:r=25", "null")]
    [InlineData("testsrc2=s=320x240:r=25", "noise=alls=40:allf=t")]
    [InlineData("testsrc2=s=320x240:r=25", "scroll=v=0.01")]
    [InlineData("testsrc2=s=320x240:r=25", "scroll=v=0.0125:h=0.02")]
    [InlineData("testsrc=s=640x360:r=25", "null")]
    [InlineData("mptestsrc=r=25", "null")]
    [InlineData("smptehdbars=s=640x360:r=25", "null")]
    [InlineData("color=white:s=320x240:r=25", "null")]
    public async Task Fine_patterns_and_noise_are_progressive(string source, string filter) =>
        (await MeasureAsync(await _clips.MakeProgressiveAsync(source, filter))).ShouldBe(ScanType.Progressive);

    [Fact]
    public async Task Real_videos_are_progressive()
    {
        foreach (var video in TestMedia.Videos())
        {
            (await MeasureAsync(video)).ShouldBe(ScanType.Progressive, video);
        }
    }

    [Fact]
    public async Task An_interlaced_recording_has_top_field_first() =>
        (await MeasureAsync(TestCases.Path("13-interlaced-woven", "int.mkv"))).ShouldBe(ScanType.TopFirst);

    public void Dispose() => _clips.Dispose();

    private static async Task<ScanType> MeasureAsync(string path) => await new ScanMeter(Launcher, "ffmpeg", new ProbeLimits())
        .MeasureAsync(path, await new Prober(Launcher).ProbeAsync(path, CancellationToken.None), CancellationToken.None);
}
