using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Tests.Hls.Checking;

namespace Reelmill.Media.Tests.Formats.MpegTs;

public sealed class TransportStreamTests(EncodedTracks encoded) : IClassFixture<EncodedTracks>
{
    [Fact]
    public void Each_pes_packet_of_a_segment_has_one_frame_at_the_time_of_the_encoder()
    {
        var stream = TransportStream.Read(File.ReadAllBytes(encoded["large0.ts"]));

        stream.Streams.ShouldHaveSingleItem().IsVideo.ShouldBeTrue();
        stream.Packets.Count.ShouldBe(6 * 25);
        var times = stream.Packets.Select(static p => p.Pts!.Value).Order().ToArray();
        times.Zip(times.Skip(1)).ShouldAllBe(static t => t.Second - t.First == PesPacket.Timescale / 25);
    }

    [Fact]
    public void Aac_audio_has_its_profile_sample_rate_and_channels()
    {
        var stream = TransportStream.Read(File.ReadAllBytes(encoded["audio0.ts"]));

        stream.Streams.ShouldHaveSingleItem().IsAac.ShouldBeTrue();
        var header = AdtsHeader.Read(stream.Packets[0].Payload.Span)!;
        (header.ObjectType, header.SampleRate, header.Channels).ShouldBe((2, 44100, 1));
        header.FrameBytes.ShouldBeInRange(8, stream.Packets[0].Payload.Length);
    }

    [Fact]
    public void Damaged_segments_are_parsed_or_refused_as_a_bitstream_error()
    {
        var valid = File.ReadAllBytes(encoded["small2.ts"]);
        Prop.ForAll(MutatedBytes.From(valid), static bytes => IsParsedOrRefused(bytes)).QuickCheckThrowOnFailure();
        Prop.ForAll(static (byte[] bytes) => IsParsedOrRefused(bytes) && (AdtsHeader.Read(bytes) is var _)).QuickCheckThrowOnFailure();
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 255).Select(static i => (byte)i), 376)), static bytes =>
        {
            bytes[0] = bytes[188] = TransportPacket.SyncByte;
            return IsParsedOrRefused(bytes);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, (1L << 33) - 10, (1L << 33) + 10)]
    [InlineData((1L << 33) - 10, (1L << 33) + 10, (1L << 33) - 10)]
    [InlineData(90_000, 3L << 33, (3L << 33) + 90_000)]
    public void Timestamps_continue_after_33_bits_wrap(long ticks, long near, long expected) => PesPacket.Unwrap(ticks, near).ShouldBe(expected);

    private static bool IsParsedOrRefused(byte[] bytes)
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
