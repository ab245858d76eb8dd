using System.Globalization;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>
/// What goes wrong when files are cut in the usual ways, each shown to go wrong here and to be right when it is done by
/// these classes.
/// </summary>
public sealed class CuttingTableTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [Fact]
    public async Task Seeking_and_copying_doubles_frames_between_neighbours_and_cutting_at_clean_key_frames_does_not()
    {
        using var folder = new TempFolder();
        var usual = 0;
        for (var i = 0; i < 5; i++)
        {
            await Tool.MakeAsync("-ss", (2 * i).ToString(CultureInfo.InvariantCulture), "-t", "2", "-i", clips["b-frames.mp4"], "-map", "0:v", "-c", "copy", folder["part.mp4"]);
            usual += (await Tool.PacketsAsync(folder["part.mp4"])).Count;
        }

        using var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 2);
        var frames = (await Tool.PacketsAsync(clips["b-frames.mp4"])).Count;
        usual.ShouldBeGreaterThan(frames);
        cutting.Results.Sum(static r => r.Frames).ShouldBe(frames);
    }

    [Fact]
    public async Task A_constant_rate_in_mp4_is_cut_to_the_frame_with_a_seek() => await ShouldDecodeExactlyAsync("b-frames.mp4");

    [Fact]
    public async Task A_transport_stream_gives_the_right_pictures_since_it_is_copied_into_another_container_first()
    {
        using var cutting = await Cutting.ExactAsync(clips["h264.ts"], 1.7, ChunkWork.Decode);

        cutting.Source.IsCopy.ShouldBeTrue();
        await ShouldDecodeExactlyAsync("h264.ts");
    }

    [Fact]
    public async Task A_variable_rate_gives_the_right_number_of_frames() => await ShouldDecodeExactlyAsync("vfr.mp4");

    [Fact]
    public async Task A_rate_of_29_97_gains_no_frames()
    {
        using var cutting = await Cutting.ExactAsync(clips["b-frames.mp4"], 1, ChunkWork.Encode);

        var encoded = 0;
        foreach (var range in cutting.Plan)
        {
            encoded += await Tool.CountFramesAsync(cutting.FileOf(range.Sequence));
        }

        encoded.ShouldBe(await Tool.CountFramesAsync(clips["b-frames.mp4"]));
    }

    [Fact]
    public async Task Sound_that_is_encoded_once_over_the_whole_file_does_not_drift()
    {
        using var cutting = await Cutting.ExactAsync(clips["b-frames.mp4"], 0.5, ChunkWork.Encode);
        ManifestOf.Write(cutting, "encode");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cutting, scratch);

        // Encoded in parts it would be late by 26 ms a join: 0.4 s in all.
        cutting.Plan.Count.ShouldBeGreaterThan(15);
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(1024.0 / 44100);
    }

    [Fact]
    public async Task Joining_chunks_with_sound_loses_no_frame_since_their_video_is_joined_alone()
    {
        using var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 1);
        ManifestOf.Write(cutting, "copy");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cutting, scratch);

        (await Tool.CountFramesAsync(join.Path)).ShouldBe(await Tool.CountFramesAsync(clips["b-frames.mp4"]));
    }

    private async Task ShouldDecodeExactlyAsync(string clip)
    {
        using var cutting = await Cutting.ExactAsync(clips[clip], 1.7, ChunkWork.Checksum);

        foreach (var (range, result) in cutting.Plan.Zip(cutting.Results))
        {
            result.PicturesSha256.ShouldBe(await Tool.HashAsync(cutting.Source.Path, range.StartPts, range.EndPts));
        }

        cutting.Results.Sum(static r => r.Frames).ShouldBe(await Tool.CountFramesAsync(clips[clip]));
    }

    private static Task<ChunkJoin> JoinAsync(Cutting cutting, TempFolder scratch) =>
        new ChunkJoiner(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).JoinAsync(cutting.Folder, scratch.Path, sound: true, CancellationToken.None);
}
