using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Tests.Hls.Checking;

namespace Reelmill.Media.Tests.Formats.Mp4;

public sealed class Mp4Tests(EncodedTracks encoded) : IClassFixture<EncodedTracks>
{
    [Fact]
    public void An_initialization_segment_describes_its_tracks()
    {
        var video = InitSegment.Parse(SegmentSplitter.Mp4(encoded["large.mp4"]).Init).ShouldHaveSingleItem();
        var audio = InitSegment.Parse(SegmentSplitter.Mp4(encoded["audio.mp4"]).Init).ShouldHaveSingleItem();

        (video.Handler, video.Width, video.Height, video.Format).ShouldBe(("vide", 128, 72, "avc1"));
        video.Codec!.ShouldStartWith("avc1.64");
        (audio.Handler, audio.Codec, audio.Timescale).ShouldBe(("soun", "mp4a.40.2", 44100u));
    }

    [Fact]
    public void Segments_in_memory_have_the_samples_of_the_file()
    {
        var (init, parts) = SegmentSplitter.Mp4(encoded["large.mp4"]);
        var tracks = InitSegment.Parse(init);

        var samples = parts.SelectMany(p => FragmentedSegment.Read(p.Bytes, tracks)).SelectMany(static f => f.Samples).ToArray();

        samples.Length.ShouldBe(13 * 25);
        samples.Count(static s => s.IsSync).ShouldBe(7);
        samples.Select(static s => s.PresentationTime).Order().ShouldBe([.. Enumerable.Range(0, 325).Select(i => samples.Min(static s => s.PresentationTime) + (i * (long)samples[0].Duration))]);
    }

    [Fact]
    public void Damaged_segments_are_parsed_or_refused_as_an_mp4_error()
    {
        var (init, parts) = SegmentSplitter.Mp4(encoded["small.mp4"]);
        var tracks = InitSegment.Parse(init);
        Prop.ForAll(MutatedBytes.From(init), static bytes => IsParsedOrRefused(() => InitSegment.Parse(bytes))).QuickCheckThrowOnFailure();
        Prop.ForAll(MutatedBytes.From(parts[2].Bytes), bytes => IsParsedOrRefused(() => FragmentedSegment.Read(bytes, tracks))
            && IsParsedOrRefused(() => FragmentedSegment.Read(bytes, tracks, mayBeTruncated: true))).QuickCheckThrowOnFailure();
        Prop.ForAll((byte[] bytes) => IsParsedOrRefused(() => InitSegment.Parse(bytes)) && IsParsedOrRefused(() => FragmentedSegment.Read(bytes, tracks))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_track_run_that_claims_billions_of_empty_samples_is_refused()
    {
        var (init, parts) = SegmentSplitter.Mp4(encoded["small.mp4"]);
        var bytes = parts[0].Bytes.ToArray();
        var run = bytes.AsSpan().IndexOf("trun"u8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(run + 4), 0x1);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(run + 8), uint.MaxValue);
        var track = InitSegment.Parse(init)[0] with { Defaults = default };
        var header = bytes.AsSpan().IndexOf("tfhd"u8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(header + 4), 0x020000);

        Should.Throw<Mp4Exception>(() => FragmentedSegment.Read(bytes, [track])).Message.ShouldContain("samples");
    }

    private static bool IsParsedOrRefused(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException)
        {
        }

        return true;
    }
}
