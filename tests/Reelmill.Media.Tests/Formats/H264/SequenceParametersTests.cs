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

public sealed class SequenceParametersTests
{
    [Theory]
    [InlineData("130x74", "1/1", "high", "yuv420p")]
    [InlineData("64x36", "12/11", "main", "yuv420p")]
    [InlineData("176x144", "128/117", "baseline", "yuv420p")]
    [InlineData("65x35", "1/1", "high444", "yuv444p")]
    [InlineData("66x34", "4/3", "high422", "yuv422p")]
    public async Task What_the_encoder_was_told_is_read_and_agrees_with_ffprobe(string size, string aspect, string profile, string format)
    {
        using var folder = new TempFolder();
        await EncodedTracks.RunAsync([
            "-f", "lavfi", "-i", "testsrc2=s=192x160:d=0.2", "-vf", $"format={format},scale={size},setsar=r={aspect}:max=1000", "-c:v", "libx264", "-profile:v", profile,
            "-threads", "1", "-movflags", "frag_keyframe+empty_moov", folder["a.mp4"],
        ]);

        var parameters = ReadFrom(folder["a.mp4"]);

        var probed = (await new Prober(new ProcessLauncher()).ProbeAsync(folder["a.mp4"], default)).RequireVideo();
        (parameters.Width, parameters.Height).ShouldBe((probed.Width, probed.Height));
        $"{parameters.Width}x{parameters.Height}".ShouldBe(size);
        Rational.TryParse(aspect, out var expected).ShouldBeTrue();
        parameters.PixelAspect.ShouldBe(expected);
    }

    [Fact]
    public async Task Damaged_parameters_are_read_or_refused_in_one_way()
    {
        using var folder = new TempFolder();
        await EncodedTracks.RunAsync(["-f", "lavfi", "-i", "testsrc2=s=64x36:d=0.2", "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov", folder["a.mp4"]]);
        var configuration = ConfigurationOf(folder["a.mp4"]);

        Prop.ForAll(MutatedBytes.Of(configuration), static bytes => Survives(() => AvcConfiguration.Parse(bytes))).QuickCheckThrowOnFailure();
        Prop.ForAll(static (byte[] bytes) => Survives(() => SequenceParameters.Parse([0x67, .. bytes]))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Units_between_start_codes_are_found_without_the_zeros_behind_them()
    {
        byte[] bytes = [9, 0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x65, 3, 0, 0, 1, 0x41];

        NalUnit.SplitStartCodes(bytes).Select(static u => (u.Offset, u.Length, u.Type)).ShouldBe([(5, 3, 7), (12, 2, 5), (17, 1, 1)]);
    }

    [Fact]
    public void Units_behind_their_lengths_are_found_and_a_length_too_long_is_refused()
    {
        NalUnit.SplitLengths([0, 2, 0x65, 1, 0, 0, 0, 1, 0x41], 2).Select(static u => (u.Offset, u.Length, u.Type)).ShouldBe([(2, 2, 5), (8, 1, 1)]);
        Should.Throw<BitstreamException>(static () => NalUnit.SplitLengths([0, 3, 0x65, 1], 2));
        Should.Throw<BitstreamException>(static () => NalUnit.SplitLengths([0xFF, 0xFF, 0xFF, 0xFF, 1], 4));
    }

    [Fact]
    public void Splitting_never_leads_out_of_the_bytes() => Prop.ForAll(static (byte[] bytes, byte length) =>
    {
        var units = NalUnit.SplitStartCodes(bytes);
        return Survives(() => units.AddRange(NalUnit.SplitLengths(bytes, (length % 4) + 1)))
            && units.TrueForAll(u => u.Offset >= 0 && u.Length > 0 && u.Offset + u.Length <= bytes.Length && bytes[u.Offset] == u.Header);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Emulation_prevention_is_removed() =>
        NalUnit.Unescape([1, 0, 0, 3, 1, 0, 0, 3, 0, 0, 3]).ShouldBe([1, 0, 0, 1, 0, 0, 0, 0]);

    private static byte[] ConfigurationOf(string path)
    {
        using var file = File.OpenHandle(path);
        return InitSegment.Parse(FragmentedFile.ReadInit(file))[0].Configuration.ToArray();
    }

    private static SequenceParameters ReadFrom(string path) => AvcConfiguration.Parse(ConfigurationOf(path)).Sequence!;

    private static bool Survives(Action action)
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
