using System.Globalization;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>
/// Shows that the usual ways of cutting files go wrong on these clips, and that the classes of
/// <c>Reelmill.Media.Chunking</c> cut them correctly.
/// </summary>
public sealed class NaiveCuttingTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [Fact]
    public async Task Seek_and_copy_duplicates_frames_while_cutting_at_clean_keyframes_does_not()
    {
        using var folder = new TempFolder();
        var copiedFrames = 0;
        for (var i = 0; i < 5; i++)
        {
            await ReferenceTool.MakeAsync("-ss", (2 * i).ToString(CultureInfo.InvariantCulture), "-t", "2", "-i", clips["b-frames.mp4"], "-map", "0:v", "-c", "copy", folder["part.mp4"]);
            copiedFrames += (await ReferenceTool.PacketsAsync(folder["part.mp4"])).Count;
        }

        using var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 2);
        var frames = (await ReferenceTool.PacketsAsync(clips["b-frames.mp4"])).Count;
        copiedFrames.ShouldBeGreaterThan(frames);
        cut.Results.Sum(static r => r.Frames).ShouldBe(frames);
    }

    [Fact]
    public async Task A_constant_frame_rate_MP4_is_cut_exactly_with_a_seek() => await ShouldDecodeExactlyAsync("b-frames.mp4");

    [Fact]
    public async Task A_transport_stream_is_remuxed_first_and_then_decodes_exactly()
    {
        using var cut = await CutFile.ExactAsync(clips["h264.ts"], 1.7, ChunkWork.Decode);

        cut.Source.IsCopy.ShouldBeTrue();
        await ShouldDecodeExactlyAsync("h264.ts");
    }

    [Fact]
    public async Task A_variable_frame_rate_gives_the_right_number_of_frames() => await ShouldDecodeExactlyAsync("vfr.mp4");

    [Fact]
    public async Task A_frame_rate_of_29_97_gains_no_frames()
    {
        using var cut = await CutFile.ExactAsync(clips["b-frames.mp4"], 1, ChunkWork.Encode);

        var encoded = 0;
        foreach (var range in cut.Plan)
        {
            encoded += await ReferenceTool.CountFramesAsync(cut.GetPath(range.Sequence));
        }

        encoded.ShouldBe(await ReferenceTool.CountFramesAsync(clips["b-frames.mp4"]));
    }

    [Fact]
    public async Task Audio_encoded_once_over_the_whole_file_does_not_drift()
    {
        using var cut = await CutFile.ExactAsync(clips["b-frames.mp4"], 0.5, ChunkWork.Encode);
        TestManifest.Write(cut, "encode");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cut, scratch);

        // Audio encoded in parts would drift by 26 ms per join: 0.4 s in all.
        cut.Plan.Count.ShouldBeGreaterThan(15);
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(1024.0 / 44100);
    }

    [Fact]
    public async Task Joining_chunks_with_audio_loses_no_frame()
    {
        using var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 1);
        TestManifest.Write(cut, "copy");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cut, scratch);

        (await ReferenceTool.CountFramesAsync(join.Path)).ShouldBe(await ReferenceTool.CountFramesAsync(clips["b-frames.mp4"]));
    }

    private async Task ShouldDecodeExactlyAsync(string clip)
    {
        using var cut = await CutFile.ExactAsync(clips[clip], 1.7, ChunkWork.Checksum);

        foreach (var (range, result) in cut.Plan.Zip(cut.Results))
        {
            result.PicturesSha256.ShouldBe(await ReferenceTool.HashAsync(cut.Source.Path, range.StartPts, range.EndPts));
        }

        cut.Results.Sum(static r => r.Frames).ShouldBe(await ReferenceTool.CountFramesAsync(clips[clip]));
    }

    private static Task<ChunkJoin> JoinAsync(CutFile cut, TempFolder scratch) =>
        new ChunkJoiner(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).JoinAsync(cut.Folder, scratch.Path, withAudio: true, CancellationToken.None);
}
