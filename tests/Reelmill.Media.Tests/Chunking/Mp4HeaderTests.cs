using System.Buffers.Binary;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

public sealed class Mp4HeaderTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [Fact]
    public void The_header_lists_the_tracks_in_order()
    {
        var tracks = Mp4HeaderReader.Read(clips["b-frames.mp4"])!;

        tracks.Select(static t => t.Handler).ShouldBe(["vide", "soun"]);
        tracks.Select(static t => t.Timescale).ShouldBe([30000u, 44100u]);
        tracks.ShouldAllBe(static t => t.SampleEntryCount == 1);
    }

    [Theory]
    [InlineData("mpeg2.ts")]
    [InlineData("opus.mkv")]
    [InlineData("quicktime.mov")]
    [InlineData("elementary.h264")]
    public void A_file_of_another_format_has_no_tracks(string clip) => Mp4HeaderReader.Read(clips[clip]).ShouldBeNull();

    [Fact]
    public void A_first_box_with_a_64_bit_size_is_read()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(clips["b-frames.mp4"]);
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 8);
        File.WriteAllBytes(folder["large.mp4"], [0, 0, 0, 1, .. bytes[4..8], .. size, .. bytes[8..]]);

        Mp4HeaderReader.Read(folder["large.mp4"])!.Count.ShouldBe(2);
    }

    [Fact]
    public void A_damaged_header_gives_tracks_or_null_and_never_throws()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(clips["fragmented.mp4"]).AsSpan(0, 2000).ToArray();
        var random = new Random(4711);
        for (var round = 0; round < 3000; round++)
        {
            var damaged = bytes.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder["damaged.mp4"], damaged.AsSpan(0, random.Next(1, damaged.Length)));
            Should.NotThrow(() => Mp4HeaderReader.Read(folder["damaged.mp4"]));
        }
    }

    [Fact]
    public void Known_corrupt_files_are_read_or_refused()
    {
        foreach (var file in Directory.GetFiles(TestMedia.Path("corrupt")))
        {
            Should.NotThrow(() => Mp4HeaderReader.Read(file), file);
        }
    }
}
