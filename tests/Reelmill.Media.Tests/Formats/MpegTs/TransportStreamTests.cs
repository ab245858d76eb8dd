using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Tests.Hls.Checking;

namespace Reelmill.Media.Tests.Formats.MpegTs;

public sealed class TransportStreamTests(EncodedTracks encoded) : IClassFixture<EncodedTracks>
{
    [Fact]
    public void A_segment_has_a_picture_in_each_packet_at_the_encoders_times()
    {
        var stream = TransportStream.Read(File.ReadAllBytes(encoded["large0.ts"]));

        stream.Streams.ShouldHaveSingleItem().IsVideo.ShouldBeTrue();
        stream.Packets.Count.ShouldBe(6 * 25);
        var times = stream.Packets.Select(static p => p.Presentation!.Value).Order().ToArray();
        times.Zip(times.Skip(1)).ShouldAllBe(static t => t.Second - t.First == PesPacket.Timescale / 25);
    }

    [Fact]
    public void Sound_says_what_it_is()
    {
        var stream = TransportStream.Read(File.ReadAllBytes(encoded["audio0.ts"]));

        stream.Streams.ShouldHaveSingleItem().IsAac.ShouldBeTrue();
        var header = AdtsHeader.Read(stream.Packets[0].Payload.Span)!;
        (header.ObjectType, header.SampleRate, header.Channels).ShouldBe((2, 44100, 1));
        header.FrameBytes.ShouldBeInRange(8, stream.Packets[0].Payload.Length);
    }

    [Fact]
    public void Damaged_segments_are_read_or_refused_in_one_way()
    {
        var good = File.ReadAllBytes(encoded["small2.ts"]);
        Prop.ForAll(MutatedBytes.Of(good), static bytes => Survives(bytes)).QuickCheckThrowOnFailure();
        Prop.ForAll(static (byte[] bytes) => Survives(bytes) && (AdtsHeader.Read(bytes) is var _)).QuickCheckThrowOnFailure();
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 255).Select(static i => (byte)i), 376)), static bytes =>
        {
            bytes[0] = bytes[188] = TransportPacket.Sync;
            return Survives(bytes);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, (1L << 33) - 10, (1L << 33) + 10)]
    [InlineData((1L << 33) - 10, (1L << 33) + 10, (1L << 33) - 10)]
    [InlineData(90_000, 3L << 33, (3L << 33) + 90_000)]
    public void Times_go_on_where_33_bits_end(long ticks, long near, long expected) => PesPacket.Unwrap(ticks, near).ShouldBe(expected);

    private static bool Survives(byte[] bytes)
    {
        try
        {
            TransportStream.Read(bytes);
        }
        catch (BitstreamException)
        {
        }

        return true;
    }
}
