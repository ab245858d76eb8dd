using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Ffmpeg;

public sealed class InputGuardTests
{
    private const string Canary = "canary-sings-42";

    /// <summary>Files that contain the canary text or refer to it, in formats that ffmpeg would follow.</summary>
    public static TheoryData<string, string> Scripts => new()
    {
        { "hls", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\ncanary.txt\n#EXT-X-ENDLIST\n" },
        { "hls over http", $"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:1/{Canary}.ts\n#EXT-X-ENDLIST\n" },
        { "hls, concat of files", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nconcat:head.ts|subfile,,start,0,end,0,,:canary.txt\n#EXT-X-ENDLIST\n" },
        { "concat", "ffconcat version 1.0\nfile 'canary.txt'\n" },
        { "dash", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><BaseURL>canary.txt</BaseURL></MPD>" },
        { "sdp", $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns={Canary}\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n" },
        { "ffmetadata", $";FFMETADATA1\ntitle={Canary}\n" },
        { "srt", $"1\n00:00:00,000 --> 00:00:10,000\n{Canary}\n" },
        { "webvtt", $"WEBVTT\n\n00:00.000 --> 00:10.000\n{Canary}\n" },
        { "ass", $"[Script Info]\nTitle: {Canary}\nScriptType: v4.00+\n" },
        { "svg", $"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"canary.txt\"/><text>{Canary}</text></svg>" },
        { "portable bitmap", $"P1\n# {Canary}\n2 2\n1 0 0 1\n" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_with_a_video_extension_is_refused_and_its_error_reveals_no_content(string kind, string content)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["canary.txt"], Canary);
        await File.WriteAllTextAsync(folder["clip.mp4"], content);

        var error = await Should.ThrowAsync<ItemException>(
            new Prober(new ProcessLauncher()).ProbeAsync(folder["clip.mp4"], CancellationToken.None));

        error.Code.ShouldBe("not_media", kind);
        error.ToString().ShouldNotContain(Canary);
    }

    [Fact]
    public void The_input_is_the_last_argument_and_always_a_file()
    {
        var arguments = InputGuard.Arguments("http://example.org/x.mp4");

        arguments.TakeLast(2).ShouldBe(["-i", "file:http://example.org/x.mp4"]);
        arguments.Take(2).ShouldBe(["-protocol_whitelist", "file"]);
    }

    [Theory]
    [InlineData("hls")]
    [InlineData("dash")]
    [InlineData("concat")]
    [InlineData("sdp")]
    [InlineData("image2")]
    [InlineData("ffmetadata")]
    [InlineData("lavfi")]
    [InlineData("imf")]
    [InlineData("webm_dash_manifest")]
    public void No_demuxer_of_scripts_is_allowed(string demuxer) => InputGuard.Formats.Split(',').Contains(demuxer, StringComparer.Ordinal).ShouldBeFalse();
}
