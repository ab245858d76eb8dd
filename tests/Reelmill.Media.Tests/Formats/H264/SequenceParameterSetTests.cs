using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Probing;
using Reelmill.Media.Tests.Hls.Checking;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Formats.H264;

public sealed class SequenceParameterSetTests
{
    [Theory]
    [InlineData("130x74", "1/1", "high", "yuv420p")]
    [InlineData("64x36", "12/11", "main", "yuv420p")]
    [InlineData("176x144", "128/117", "baseline", "yuv420p")]
    [InlineData("65x35", "1/1", "high444", "yuv444p")]
    [InlineData("66x34", "4/3", "high422", "yuv422p")]
    public async Task Size_and_sample_aspect_ratio_match_the_encoder_settings_and_ffprobe(string size, string aspect, string profile, string format)
    {
        using var folder = new TempFolder();
        await EncodedTracks.RunAsync([
            "-f", "lavfi", "-i", "testsrc2=s=192x160:d=0.2", "-vf", $"format={format},scale={size},setsar=r={aspect}:max=1000", "-c:v", "libx264", "-profile:v", profile,
            "-threads", "1", "-movflags", "frag_keyframe+empty_moov", folder["a.mp4"],
        ]);

        var sps = ReadSps(folder["a.mp4"]);

        var probed = (await new Prober(new ProcessLauncher()).ProbeAsync(folder["a.mp4"], default)).RequireVideo();
        (sps.Width, sps.Height).ShouldBe((probed.Width, probed.Height));
        $"{sps.Width}x{sps.Height}".ShouldBe(size);
        Rational.TryParse(aspect, out var expected).ShouldBeTrue();
        sps.SampleAspectRatio.ShouldBe(expected);
    }

    [Fact]
    public async Task A_damaged_configuration_is_parsed_or_refused_as_a_bitstream_error()
    {
        using var folder = new TempFolder();
        await EncodedTracks.RunAsync(["-f", "lavfi", "-i", "testsrc2=s=64x36:d=0.2", "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov", folder["a.mp4"]]);
        var configuration = ReadConfiguration(folder["a.mp4"]);

        Prop.ForAll(MutatedBytes.From(configuration), static bytes => IsParsedOrRefused(() => AvcConfiguration.Parse(bytes))).QuickCheckThrowOnFailure();
        Prop.ForAll(static (byte[] bytes) => IsParsedOrRefused(() => SequenceParameterSet.Parse([0x67, .. bytes]))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nal_units_of_annex_b_are_found_without_trailing_zeros()
    {
        byte[] bytes = [9, 0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x65, 3, 0, 0, 1, 0x41];

        NalUnit.SplitAnnexB(bytes).Select(static u => (u.Offset, u.Length, u.Type)).ShouldBe([(5, 3, 7), (12, 2, 5), (17, 1, 1)]);
    }

    [Fact]
    public void Length_prefixed_nal_units_are_found_and_an_excessive_length_is_refused()
    {
        NalUnit.SplitLengthPrefixed([0, 2, 0x65, 1, 0, 0, 0, 1, 0x41], 2).Select(static u => (u.Offset, u.Length, u.Type)).ShouldBe([(2, 2, 5), (8, 1, 1)]);
        Should.Throw<BitstreamException>(static () => NalUnit.SplitLengthPrefixed([0, 3, 0x65, 1], 2));
        Should.Throw<BitstreamException>(static () => NalUnit.SplitLengthPrefixed([0xFF, 0xFF, 0xFF, 0xFF, 1], 4));
    }

    [Fact]
    public void Nal_units_never_exceed_the_bytes() => Prop.ForAll(static (byte[] bytes, byte length) =>
    {
        var units = NalUnit.SplitAnnexB(bytes);
        return IsParsedOrRefused(() => units.AddRange(NalUnit.SplitLengthPrefixed(bytes, (length % 4) + 1)))
            && units.TrueForAll(u => u.Offset >= 0 && u.Length > 0 && u.Offset + u.Length <= bytes.Length && bytes[u.Offset] == u.Header);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Emulation_prevention_bytes_are_removed() =>
        NalUnit.RemoveEmulationPrevention([1, 0, 0, 3, 1, 0, 0, 3, 0, 0, 3]).ShouldBe([1, 0, 0, 1, 0, 0, 0, 0]);

    private static byte[] ReadConfiguration(string path)
    {
        using var file = File.OpenHandle(path);
        return InitSegment.Parse(FragmentedFile.ReadInit(file))[0].Configuration.ToArray();
    }

    private static SequenceParameterSet ReadSps(string path) => AvcConfiguration.Parse(ReadConfiguration(path)).Sps!;

    private static bool IsParsedOrRefused(Action action)
    {
        try
        {
            action();
        }
        catch (BitstreamException)
        {
        }

        return true;
    }
}
