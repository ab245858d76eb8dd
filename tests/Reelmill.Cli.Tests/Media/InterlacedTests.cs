using System.Globalization;
using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Media;

/// <summary>A recording of fields becomes whole frames in every pipeline.</summary>
public sealed class InterlacedTests : MineTest
{
    private static readonly string[] EverythingPasses =
        ["quality.min-sharpness=0", "quality.dark-below=0", "quality.bright-above=1", "quality.min-contrast=0", "quality.min-information=0", "quality.max-distance=0"];

    [Fact]
    public async Task Saved_frames_chunks_and_streams_have_no_combs()
    {
        var file = TestCases.Path("13-interlaced-woven", "int.mkv");
        var woven = await CombsAsync(file, "null");
        var right = await CombsAsync(file, "bwdif=mode=send_frame:deint=all");
        right.ShouldBeLessThan(woven * 0.8);

        await MineAsync(0, [file, .. EverythingPasses.SelectMany(static s => new[] { "--set", s })]);
        var frames = Library.Frames();
        frames.Count.ShouldBe(4);
        foreach (var frame in frames)
        {
            (await CombsAsync(Temp["library", frame.Path!], "null")).ShouldBeLessThan(right * 1.3, frame.Path!);
        }

        await CommandLine.ExpectAsync(0, "chunk", file, "--library", Temp["chunks"], "--processor", "encode", "--duration", "1");
        var chunks = Directory.GetFiles(Temp["chunks"], "chunk_*.mp4", SearchOption.AllDirectories);
        chunks.Length.ShouldBe(4);
        foreach (var chunk in chunks)
        {
            (await CombsAsync(chunk, "null")).ShouldBeLessThan(right * 1.3, chunk);
        }

        await CommandLine.ExpectAsync(0, "hls", file, "--library", Temp["streams"], "--quiet");
        var rendition = Directory.GetFiles(Temp["streams"], "video-240p.m3u8", SearchOption.AllDirectories).ShouldHaveSingleItem();
        (await CombsAsync(rendition, "null")).ShouldBeLessThan(right * 1.3);
    }

    /// <summary>The mean share, over all frames of a file, of samples that stick out between their neighbors above and below.</summary>
    private async Task<double> CombsAsync(string file, string filters)
    {
        var target = Temp["gray.raw"];
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", file, "-map", "0:v:0", "-vf", $"{filters},format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", target);
        var said = await Tool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width", "-of", "default=nw=1:nk=1", file);
        var width = int.Parse(said.Split('\n')[0], CultureInfo.InvariantCulture);
        var bytes = await File.ReadAllBytesAsync(target);
        var count = 0;
        for (var i = width; i < bytes.Length - width; i++)
        {
            var (up, down) = (bytes[i] - bytes[i - width], bytes[i] - bytes[i + width]);
            count += Math.Sign(up) == Math.Sign(down) && Math.Min(Math.Abs(up), Math.Abs(down)) > 12 ? 1 : 0;
        }

        return (double)count / bytes.Length;
    }
}
