using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Media;

/// <summary>HDR that is tagged in part looks as if it were tagged whole.</summary>
public sealed class ColorTagTests : MineTest
{
    [Theory]
    [InlineData("smpte2084", 16)]
    [InlineData("arib-std-b67", 18)]
    public async Task HDR_without_primaries_and_matrix_is_treated_as_BT_2020(string transfer, int code)
    {
        var (whole, partly) = (Temp["whole.mp4"], Temp["partly.mp4"]);
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=5:duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le",
            "-color_trc", transfer, "-color_primaries", "bt2020", "-colorspace", "bt2020nc", whole);
        await Tool.RunAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-i", whole, "-c", "copy", "-bsf:v", $"h264_metadata=colour_primaries=2:matrix_coefficients=2:transfer_characteristics={code}",
            "-color_primaries", "unknown", "-colorspace", "unknown", "-color_trc", transfer, partly);
        var tags = await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=color_primaries,color_space,color_transfer", "-of", "csv=p=0", partly);
        tags.ShouldNotContain("bt2020");
        tags.ShouldContain(transfer);

        await MineAsync(0, whole);
        await MineAsync(0, partly);

        var hashes = Library.Frames().GroupBy(static f => f.Video, StringComparer.Ordinal).Select(static v => string.Join(' ', v.Select(static f => f.Hash))).ToArray();
        hashes.Length.ShouldBe(2);
        hashes[1].ShouldBe(hashes[0]);
        await CommandLine.ExpectAsync(0, "hls", partly, "--library", Library.Path, "--ladder", "180:400", "--preset", "ultrafast");
    }
}
