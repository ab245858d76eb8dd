using System.Buffers.Binary;
using Reelmill.Media.Frames;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>Upright frames equal those of the autorotation of ffmpeg byte for byte.</summary>
public sealed class FrameOrientationTests : IDisposable
{
    private static readonly SamplingOptions[] Modes =
    [
        new(), new() { Fast = true }, new() { Mode = SamplingMode.Keyframes }, new() { Mode = SamplingMode.Scenes },
    ];

    private readonly TempFolder _folder = new();

    public static TheoryData<string, int, int, int, int> Matrices()
    {
        var data = new TheoryData<string, int, int, int, int>();
        foreach (var file in new[] { "clip.mp4", "clip.mov" })
        {
            foreach (var (a, b, c, d) in new[] { (1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0), (1, 0, 0, -1), (-1, 0, 0, 1), (0, 1, 1, 0), (0, -1, -1, 0) })
            {
                data.Add(file, a, b, c, d);
            }
        }

        return data;
    }

    [DrawnTheory]
    [MemberData(nameof(Matrices))]
    public async Task Each_of_the_eight_track_orientations_is_applied_as_in_players(string file, int a, int b, int c, int d)
    {
        await MakeAsync(file);
        Patch(_folder[file], "tkhd", 44, [a << 16, b << 16, 0, c << 16, d << 16]);

        await EqualsFfmpegAutorotationAsync(_folder[file]);
    }

    [Fact]
    public async Task The_movie_matrix_is_combined_with_the_track_matrix_and_odd_angles_are_applied()
    {
        await MakeAsync("both.mp4");
        Patch(_folder["both.mp4"], "tkhd", 44, [0, 1 << 16, 0, -1 << 16, 0]);
        Patch(_folder["both.mp4"], "mvhd", 40, [1 << 16, 0, 0, 0, -1 << 16]);
        await MakeAsync("odd.mp4");
        Patch(_folder["odd.mp4"], "tkhd", 44, [46341, 46341, 0, -46341, 46341]);

        await EqualsFfmpegAutorotationAsync(_folder["both.mp4"]);
        await EqualsFfmpegAutorotationAsync(_folder["odd.mp4"]);
    }

    [Theory]
    [InlineData("rotate=90")]
    [InlineData("rotate=180")]
    [InlineData("rotate=270:flip=horizontal")]
    [InlineData("flip=vertical")]
    public async Task An_orientation_in_the_bitstream_is_applied(string orientation)
    {
        await MakeAsync("clip.mp4");
        await ReferenceTool.MakeAsync("-i", _folder["clip.mp4"], "-c", "copy", "-bsf:v", $"h264_metadata=display_orientation=insert:{orientation}", _folder["sei.mp4"]);

        await EqualsFfmpegAutorotationAsync(_folder["sei.mp4"]);
    }

    [Theory]
    [InlineData("hflip.mp4")]
    [InlineData("transpose.mp4")]
    public async Task A_mirrored_display_matrix_is_applied(string name) =>
        await EqualsFfmpegAutorotationAsync(TestCases.Path("04-mirrored-display-matrix", name));

    [Fact]
    public async Task The_sample_aspect_ratio_can_change_in_mid_stream()
    {
        await ReferenceTool.MakeAsync("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-f", "mpegts", _folder["a.ts"]);
        await ReferenceTool.MakeAsync("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=2", "-vf", "setsar=4/3", "-c:v", "libx264", "-preset", "ultrafast", "-output_ts_offset", "2", "-f", "mpegts", _folder["b.ts"]);
        await File.WriteAllBytesAsync(_folder["both.ts"], [.. await File.ReadAllBytesAsync(_folder["a.ts"]), .. await File.ReadAllBytesAsync(_folder["b.ts"])]);

        (await SizesAsync(_folder["both.ts"])).ShouldBe([(0, 320, 180), (1000, 320, 180), (2000, 427, 180), (3000, 427, 180)]);
        var one = await FrameSamples.OneAsync(_folder["both.ts"], new SamplingOptions(), 3000);
        (one!.Width, one.Height).ShouldBe((427, 180));
    }

    [Fact]
    public async Task A_change_of_sample_aspect_ratio_in_a_broadcast_is_applied() =>
        (await SizesAsync(TestCases.Path("12-pixel-shape-changes", "sarchange2.ts"))).ShouldBe(
            [(0, 320, 180), (1000, 320, 180), (2000, 320, 180), (3000, 427, 180), (4000, 427, 180), (5000, 427, 180)]);

    public void Dispose() => _folder.Dispose();

    private static async Task<IEnumerable<(long, int, int)>> SizesAsync(string path) =>
        (await FrameSamples.AllAsync(path, new SamplingOptions())).Select(static s => (s.TimeMs, s.Width, s.Height));

    private Task MakeAsync(string name) => ReferenceTool.MakeAsync(
        "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10:duration=1.2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", _folder[name]);

    private async Task EqualsFfmpegAutorotationAsync(string path)
    {
        var expected = await ReferenceTool.BytesAsync("ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1");
        foreach (var mode in Modes)
        {
            (await FrameSamples.AllAsync(path, mode))[0].Pixels.ShouldBe(expected.ToArray(), mode.ToString());
        }

        (await FrameSamples.OneAsync(path, new SamplingOptions(), 0))!.Pixels.ShouldBe(expected.ToArray());
    }

    /// <summary>Overwrites the first values of a matrix at an offset from the type of its box.</summary>
    private static void Patch(string path, string box, int offset, int[] values)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) + offset;
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + (4 * i)), values[i]);
        }

        File.WriteAllBytes(path, bytes);
    }
}
