using Reelmill.Media.Chunking;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>Encoded chunks of interlaced videos are progressive with the same number of frames; copied chunks stay interlaced.</summary>
public sealed class InterlacedChunkTests : IDisposable
{
    private readonly InterlacedClips _clips = new();

    [DrawnTheory]
    [InlineData("13-interlaced-woven")]
    [InlineData("h264-top.mp4")]
    [InlineData("h264-bottom.ts")]
    [InlineData("h264-top-unsaid.mkv")]
    [InlineData("mpeg2-top.ts")]
    [InlineData("mpeg2-bottom.mpg")]
    public async Task Encoded_chunks_are_progressive(string name)
    {
        var path = name.Contains('.', StringComparison.Ordinal) ? await _clips.MakeAsync(name) : TestCases.Path(name, "int.mkv");
        using var cut = await CutFile.ExactAsync(path, 2, ChunkWork.Encode);
        TestManifest.Write(cut, "encode");

        // The reference is a temporal deinterlacer on the whole video.
        var reference = await CombMeter.MeasureFileAsync(path, 320, 240, "bwdif=mode=send_frame:deint=all");
        var interlaced = await CombMeter.MeasureFileAsync(path, 320, 240);
        var combing = new List<double>();
        foreach (var range in cut.Plan)
        {
            combing.AddRange(await CombMeter.MeasureFileAsync(cut.GetPath(range.Sequence), 320, 240));
            (await ReadInterlacedFlagsAsync(cut.GetPath(range.Sequence))).ShouldBe(["0"]);
        }

        combing.Count.ShouldBe(await ReferenceTool.CountFramesAsync(path));
        combing.Average().ShouldBeLessThan(reference.Average() * 1.3);
        combing.Max().ShouldBeLessThan(interlaced.Average());
        var verifier = new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits());
        (await verifier.VerifyAsync(cut.Folder, _clips.Scratch, CancellationToken.None)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task No_frame_is_lost_where_the_size_of_interlaced_frames_changes()
    {
        using var folder = new TempFolder();
        var path = folder["sizes.ts"];
        foreach (var (size, start) in new[] { ("320x180", 0), ("192x108", 3), ("640x360", 6) })
        {
            await ReferenceTool.MakeAsync(
                "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=50:duration=3", "-vf", "interlace=scan=tff:lowpass=off", "-c:v", "libx264", "-preset", "ultrafast",
                "-flags", "+ildct+ilme", "-x264-params", "tff=1", "-g", "25", "-output_ts_offset", $"{start}", folder[$"{start}.ts"]);
            await File.AppendAllBytesAsync(path, await File.ReadAllBytesAsync(folder[$"{start}.ts"]));
        }

        using var cut = await CutFile.ExactAsync(path, 2, ChunkWork.Encode);

        cut.Source.Scan.ShouldBe(ScanType.TopFirst);
        cut.Results.Sum(static r => r.Frames).ShouldBe(225);
    }

    [Fact]
    public async Task Copied_chunks_are_still_interlaced()
    {
        using var cut = await CutFile.CopyAsync(await _clips.MakeAsync("h264-top.mp4"), 1);

        (await ReadInterlacedFlagsAsync(cut.GetPath(1))).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Progressive_frames_with_interlaced_flags_are_not_deinterlaced()
    {
        using var cut = await CutFile.ExactAsync(await _clips.MakeAsync("h264-psf.mp4"), 2, ChunkWork.Encode);

        cut.Source.Scan.ShouldBe(ScanType.Progressive);
    }

    public void Dispose() => _clips.Dispose();

    /// <summary>Reads the distinct interlaced_frame flags of a file with ffprobe: 1 for interlaced.</summary>
    private static async Task<string[]> ReadInterlacedFlagsAsync(string path) =>
    [
        .. (await ReferenceTool.TextAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=interlaced_frame", "-of", "csv=p=0", path))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.TrimEnd(',')).Distinct(StringComparer.Ordinal),
    ];
}
