using System.Globalization;
using Reelmill.Cli.Tests.Mining;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Media;

/// <summary>Frames come out as a player shows them.</summary>
public sealed class GeometryTests : MineTest
{
    private static readonly string[] EverythingPasses =
        ["quality.min-sharpness=0", "quality.dark-below=0", "quality.bright-above=1", "quality.min-contrast=0", "quality.min-information=0"];

    [Theory]
    [InlineData("phone-portrait-4k60-rotated.mp4", 2160, 3840)]
    [InlineData("phone-selfie-rotated-90.mov", 480, 640)]
    [InlineData("phone-dog-at-stove-rotated-180-10fps.mp4", 0, 0)]
    [InlineData("caged-animal-odd-dimensions-161x121-vp9.webm", 161, 121)]
    [InlineData("carphone-qcif-176x144.mp4", 0, 0)]
    [InlineData("two-flies-384x384-73s-dark.mp4", 0, 0)]
    public async Task A_frame_is_rotated_and_sized_as_ffmpeg_does_it(string name, int width, int height)
    {
        var file = TestMedia.Path("video", name);

        await MineAsync(0, [file, .. EverythingPasses.SelectMany(static s => new[] { "--set", s })]);

        var (shownWidth, shownHeight) = width > 0 ? (width, height) : await ShownSizeAsync(file);
        (await SizeAsync(First)).ShouldBe((shownWidth, shownHeight));
        (await LikenessAsync(file, First, shownWidth, shownHeight)).ShouldBeGreaterThan(25);
    }

    private string First => Temp["library", Library.Frames()[0].Path!];

    private static async Task<(int Width, int Height)> SizeAsync(string image)
    {
        var said = await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", image);
        var numbers = Array.ConvertAll(said.Trim().Split(','), static t => int.Parse(t, CultureInfo.InvariantCulture));
        return (numbers[0], numbers[1]);
    }

    /// <summary>What ffmpeg's own rotation and sample aspect ratio make of the size: the longer side is stretched.</summary>
    private static async Task<(int Width, int Height)> ShownSizeAsync(string file)
    {
        var log = await Tool.RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height,sample_aspect_ratio", "-of", "default=nw=1:nk=1", file);
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (width, height) = (int.Parse(lines[0], CultureInfo.InvariantCulture), int.Parse(lines[1], CultureInfo.InvariantCulture));
        var ratio = lines.Length > 2 && lines[2].Contains(':', StringComparison.Ordinal) && lines[2] != "0:1" ? lines[2].Split(':') : ["1", "1"];
        var (across, down) = (double.Parse(ratio[0], CultureInfo.InvariantCulture), double.Parse(ratio[1], CultureInfo.InvariantCulture));
        return across >= down
            ? ((int)Math.Round(width * across / down), height)
            : (width, (int)Math.Round(height * down / across));
    }

    /// <summary>The signal-to-noise ratio, in decibels, between the saved frame and ffmpeg's own, upright and stretched.</summary>
    private async Task<double> LikenessAsync(string file, string image, int width, int height)
    {
        var stats = Temp["psnr.txt"];
        var size = FormattableString.Invariant($"scale={width}:{height}:flags=bicubic,setsar=1,format=gray,setpts=0");
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-i", file, "-i", image, "-filter_complex",
            $"[0:v:0]{size}[a];[1:v:0]{size}[b];[a][b]psnr=stats_file={stats}", "-frames:v", "1", "-f", "null", "-");
        var field = (await File.ReadAllTextAsync(stats)).Split(' ', '\n').First(static f => f.StartsWith("psnr_avg:", StringComparison.Ordinal));
        return field.EndsWith("inf", StringComparison.Ordinal) ? double.PositiveInfinity : double.Parse(field[9..], CultureInfo.InvariantCulture);
    }
}
