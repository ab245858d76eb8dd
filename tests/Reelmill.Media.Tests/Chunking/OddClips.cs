using Reelmill.Testing;
using static Reelmill.Media.Tests.Probing.Containers.BoxEdit;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Clips whose packets cannot simply be copied, made once.</summary>
public sealed class OddClips : IAsyncLifetime, IDisposable
{
    private static readonly string[] VideoInput = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25", "-t", "4", "-fflags", "+bitexact"];
    private static readonly string[] VideoAndAudioInput = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25", "-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "4", "-fflags", "+bitexact"];
    private static readonly string[] X264 = ["-c:v", "libx264", "-preset", "fast", "-threads", "1", "-g", "25", "-pix_fmt", "yuv420p"];

    private readonly TempFolder _folder = new();

    public bool HasXvid { get; private set; }

    public string this[string name] => _folder[name];

    public async ValueTask InitializeAsync()
    {
        string[] closed = ["-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "25"];
        await MakeAsync("h264-b.avi", [.. VideoInput, .. X264, "-bf", "2"]);
        await MakeAsync("h264-pyramid.avi", [.. VideoInput, .. X264, "-bf", "5", "-x264-params", "b-pyramid=normal:b-adapt=0"]);
        await MakeAsync("h264-open-gop.avi", [.. VideoInput, .. X264, "-bf", "3", "-x264-params", "open-gop=1:scenecut=0"]);
        await MakeAsync("h264-pcm.avi", [.. VideoAndAudioInput, .. X264, "-bf", "2", "-c:a", "pcm_s16le"]);
        await MakeAsync("mpeg4-b.avi", [.. VideoInput, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg4-open-gop.avi", [.. VideoInput, "-c:v", "mpeg4", "-bf", "2", "-g", "25"]);
        await MakeAsync("mpeg4-pcm.avi", [.. VideoAndAudioInput, "-c:v", "mpeg4", .. closed, "-c:a", "pcm_s16le"]);
        await MakeAsync("mjpeg.avi", [.. VideoInput, "-c:v", "mjpeg"]);
        await MakeAsync("mpeg2.avi", [.. VideoInput, "-c:v", "mpeg2video", .. closed]);
        await MakeAsync("mpeg4-b.mp4", [.. VideoInput, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg4-b.mkv", [.. VideoInput, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg2.mpg", [.. VideoAndAudioInput, "-c:v", "mpeg2video", .. closed, "-c:a", "mp2", "-f", "vob"]);
        await MakeAsync("mpeg1.mpg", [.. VideoAndAudioInput, "-c:v", "mpeg1video", .. closed, "-c:a", "mp2"]);
        await MakeAsync("h264.ps", [.. VideoInput, .. X264, "-bf", "2", "-f", "vob"]);
        await MakeAsync("mpeg4.ts", [.. VideoInput, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("steady.ts", [.. VideoAndAudioInput, .. X264, "-bf", "2", "-c:a", "aac", "-muxdelay", "0", "-muxpreload", "0"]);
        await MakeAsync("h264-b.mxf", [.. VideoInput, "-s", "160x120", "-c:v", "libx264", "-bf", "2", "-g", "25", "-pix_fmt", "yuv422p10le"]);
        await MakeAsync("plain.mp4", [.. VideoInput, .. X264, "-bf", "2"]);
        foreach (var container in new[] { "mp4", "mov", "mkv", "ts" })
        {
            await MakeAsync($"as-decoded.{container}", ["-i", _folder["plain.mp4"], "-c", "copy", "-bsf:v", "setts=ts=N*512"]);
        }

        await MakeAsync("audio.mp4", [.. VideoAndAudioInput, .. X264, "-bf", "2", "-c:a", "aac"]);
        await MakeAsync("canvas.gif", [.. VideoInput]);
        await MakeAsync("canvas.mkv", ["-i", _folder["canvas.gif"], "-c", "copy"]);
        await MakeAsync("h261.avi", [.. VideoInput, "-s", "176x144", "-c:v", "h261", "-g", "25"]);
        await MakeAsync("h263p.avi", [.. VideoInput, "-c:v", "h263p", "-g", "25"]);
        await MakeAsync("dirac.mkv", [.. VideoInput, "-c:v", "vc2"]);
        await MakeAsync("rpza.mov", [.. VideoInput, "-c:v", "rpza", "-g", "25"]);
        await MakeAsync("alpha.mov", [.. VideoInput, "-c:v", "qtrle", "-pix_fmt", "argb"]);
        await MakeAsync("palette.mov", [.. VideoInput, "-c:v", "smc"]);
        await MakeAsync("palette.avi", [.. VideoInput, "-c:v", "rawvideo", "-pix_fmt", "pal8"]);
        await MakeAsync("screen.flv", [.. VideoInput, "-c:v", "flashsv2"]);
        await MakePackedAsync();
        await MakeEditedAsync();
        await MakeAsync("whole.h264", [.. VideoInput, .. X264, "-bf", "3", "-x264-params", "open-gop=1:scenecut=0:keyint=25"]);

        // The stream is truncated before its second half, so it begins with frames whose reference frames are missing.
        var whole = await File.ReadAllBytesAsync(_folder["whole.h264"]);
        var start = whole.AsSpan(whole.Length / 2).IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 1, 0x67]) + (whole.Length / 2);
        await File.WriteAllBytesAsync(_folder["headless.h264"], whole[start..]);
    }

    /// <summary>Writes the clip of constant frame rate with changed timestamps; 0 is its first timestamp.</summary>
    public string Shift(string name, Func<long, long> time)
    {
        var bytes = File.ReadAllBytes(_folder["steady.ts"]);
        TransportStreamClock.Change(bytes, time);
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    private Task MakeAsync(string name, string[] arguments) => ReferenceTool.MakeAsync([.. arguments, _folder[name]]);

    private async Task MakePackedAsync()
    {
        HasXvid = (await ReferenceTool.TextAsync("ffmpeg", "-v", "error", "-encoders")).Contains("libxvid", StringComparison.Ordinal);
        if (HasXvid)
        {
            await MakeAsync("packed.avi", [.. VideoInput, "-c:v", "libxvid", "-bf", "2", "-g", "25"]);
            await MakeAsync("packed-audio.avi", ["-i", _folder["packed.avi"], "-f", "lavfi", "-i", "sine", "-t", "4", "-c:v", "copy", "-c:a", "mp3"]);
            await MakeAsync("packed-pcm.avi", ["-i", _folder["packed.avi"], "-f", "lavfi", "-i", "sine", "-t", "4", "-c:v", "copy", "-c:a", "pcm_s16le"]);
            await MakeAsync("packed.mp4", ["-fflags", "+genpts", "-i", _folder["packed.avi"], "-c", "copy"]);
            await MakeAsync("packed.mkv", ["-fflags", "+genpts", "-i", _folder["packed.avi"], "-c", "copy"]);
        }
    }

    private async Task MakeEditedAsync()
    {
        // The edits keep 0 to 1 s, and 2 s and 3 frames to the end. The second edit starts inside a GOP, whose start is decoded but hidden.
        const int Ticks = 12_800;
        await EditAsync("plain.mp4", "edits.mp4", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await EditAsync("audio.mp4", "edits-audio.mp4", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await MakeAsync("plain.mov", ["-i", _folder["plain.mp4"], "-c", "copy"]);
        await EditAsync("plain.mov", "edits.mov", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await EditAsync("plain.mp4", "empty-edit.mp4", (500, -1), (4000, 1024));
        await EditAsync("plain.mp4", "edit-at-key.mp4", (2000, 1024 + Ticks));
        await EditAsync("plain.mp4", "edit-inside-group.mp4", (2000, 1024 + Ticks + 6656));
    }

    /// <summary>Gives every track other edits: their length in milliseconds, and their start in units of the video's time base.</summary>
    private async Task EditAsync(string from, string to, params (long Length, long Begin)[] edits)
    {
        var bytes = Replace(await File.ReadAllBytesAsync(_folder[from]), (type, _) => type == "edts"
            ? Box("edts", Box("elst", [Number(0), Number(edits.Length), .. edits.Select(static e => (byte[])[.. Number(e.Length), .. Number(e.Begin), .. Number(0x10000)])]))
            : null);
        await File.WriteAllBytesAsync(_folder[to], bytes);
    }
}
