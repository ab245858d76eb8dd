using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>13 seconds of video in two frame sizes and of a tone, encoded once, as fragmented MP4 files and as MPEG-TS segments.</summary>
public sealed class EncodedTracks : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        await RunAsync([
            "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=13",
            "-f", "lavfi", "-i", "sine=d=13:r=44100",
            "-filter_complex", "[0:v]format=yuv420p,setsar=1,split[a][b];[b]scale=64:36[c]",
            .. Video("[a]", "60k", "large.mp4"),
            .. Video("[c]", "25k", "small.mp4"),
            "-map", "1:a", "-c:a", "aac", "-b:a", "32k", "-movflags", "empty_moov+default_base_moof", "-frag_duration", "2000000", _folder["audio.mp4"],
        ]);
        await RunAsync([
            "-i", _folder["large.mp4"], "-i", _folder["small.mp4"], "-i", _folder["audio.mp4"],
            .. Segments(0, "large"), .. Segments(1, "small"), .. Segments(2, "audio"),
        ]);
    }

    /// <summary>The path of a file, such as <c>large.mp4</c> or <c>large0.ts</c>.</summary>
    public string this[string name] => _folder[name];

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    private string[] Video(string from, string rate, string file) =>
    [
        "-map", from, "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-threads", "1", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0",
        "-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-movflags", "frag_keyframe+empty_moov+default_base_moof", _folder[file],
    ];

    private string[] Segments(int input, string name) =>
    [
        "-map", $"{input}", "-c", "copy", "-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod",
        "-hls_segment_filename", _folder[$"{name}%d.ts"], _folder[$"{name}.m3u8"],
    ];

    internal static Task RunAsync(string[] arguments) =>
        new ProcessLauncher().RunAsync(new ProcessSpec("ffmpeg", ["-v", "error", "-nostdin", .. arguments]), 1 << 20, default);
}
