using Reelmill.Testing;
using static Reelmill.Media.Tests.Probing.Containers.BoxEdit;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Clips whose packets need more than a copy, made once.</summary>
public sealed class OddClips : IAsyncLifetime, IDisposable
{
    private static readonly string[] Picture = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25", "-t", "4", "-fflags", "+bitexact"];
    private static readonly string[] Both = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25", "-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "4", "-fflags", "+bitexact"];
    private static readonly string[] X264 = ["-c:v", "libx264", "-preset", "fast", "-threads", "1", "-g", "25", "-pix_fmt", "yuv420p"];

    private readonly TempFolder _folder = new();

    public bool HasXvid { get; private set; }

    public string this[string name] => _folder[name];

    public async ValueTask InitializeAsync()
    {
        string[] closed = ["-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "25"];
        await MakeAsync("h264-b.avi", [.. Picture, .. X264, "-bf", "2"]);
        await MakeAsync("h264-pyramid.avi", [.. Picture, .. X264, "-bf", "5", "-x264-params", "b-pyramid=normal:b-adapt=0"]);
        await MakeAsync("h264-open-gop.avi", [.. Picture, .. X264, "-bf", "3", "-x264-params", "open-gop=1:scenecut=0"]);
        await MakeAsync("h264-pcm.avi", [.. Both, .. X264, "-bf", "2", "-c:a", "pcm_s16le"]);
        await MakeAsync("mpeg4-b.avi", [.. Picture, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg4-open-gop.avi", [.. Picture, "-c:v", "mpeg4", "-bf", "2", "-g", "25"]);
        await MakeAsync("mpeg4-pcm.avi", [.. Both, "-c:v", "mpeg4", .. closed, "-c:a", "pcm_s16le"]);
        await MakeAsync("mjpeg.avi", [.. Picture, "-c:v", "mjpeg"]);
        await MakeAsync("mpeg2.avi", [.. Picture, "-c:v", "mpeg2video", .. closed]);
        await MakeAsync("mpeg4-b.mp4", [.. Picture, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg4-b.mkv", [.. Picture, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("mpeg2.mpg", [.. Both, "-c:v", "mpeg2video", .. closed, "-c:a", "mp2", "-f", "vob"]);
        await MakeAsync("mpeg1.mpg", [.. Both, "-c:v", "mpeg1video", .. closed, "-c:a", "mp2"]);
        await MakeAsync("h264.ps", [.. Picture, .. X264, "-bf", "2", "-f", "vob"]);
        await MakeAsync("mpeg4.ts", [.. Picture, "-c:v", "mpeg4", .. closed]);
        await MakeAsync("steady.ts", [.. Both, .. X264, "-bf", "2", "-c:a", "aac", "-muxdelay", "0", "-muxpreload", "0"]);
        await MakeAsync("h264-b.mxf", [.. Picture, "-s", "160x120", "-c:v", "libx264", "-bf", "2", "-g", "25", "-pix_fmt", "yuv422p10le"]);
        await MakeAsync("plain.mp4", [.. Picture, .. X264, "-bf", "2"]);
        foreach (var container in new[] { "mp4", "mov", "mkv", "ts" })
        {
            await MakeAsync($"as-decoded.{container}", ["-i", _folder["plain.mp4"], "-c", "copy", "-bsf:v", "setts=ts=N*512"]);
        }

        await MakeAsync("sound.mp4", [.. Both, .. X264, "-bf", "2", "-c:a", "aac"]);
        await MakeAsync("canvas.gif", [.. Picture]);
        await MakeAsync("canvas.mkv", ["-i", _folder["canvas.gif"], "-c", "copy"]);
        await MakeAsync("h261.avi", [.. Picture, "-s", "176x144", "-c:v", "h261", "-g", "25"]);
        await MakeAsync("h263p.avi", [.. Picture, "-c:v", "h263p", "-g", "25"]);
        await MakeAsync("dirac.mkv", [.. Picture, "-c:v", "vc2"]);
        await MakeAsync("rpza.mov", [.. Picture, "-c:v", "rpza", "-g", "25"]);
        await MakeAsync("alpha.mov", [.. Picture, "-c:v", "qtrle", "-pix_fmt", "argb"]);
        await MakeAsync("palette.mov", [.. Picture, "-c:v", "smc"]);
        await MakeAsync("palette.avi", [.. Picture, "-c:v", "rawvideo", "-pix_fmt", "pal8"]);
        await MakeAsync("screen.flv", [.. Picture, "-c:v", "flashsv2"]);
        await MakePackedAsync();
        await MakeEditedAsync();
        await MakeAsync("whole.h264", [.. Picture, .. X264, "-bf", "3", "-x264-params", "open-gop=1:scenecut=0:keyint=25"]);

        // Cut off before its second half, a stream begins with frames that refer to others which are not there.
        var whole = await File.ReadAllBytesAsync(_folder["whole.h264"]);
        var start = whole.AsSpan(whole.Length / 2).IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 1, 0x67]) + (whole.Length / 2);
        await File.WriteAllBytesAsync(_folder["headless.h264"], whole[start..]);
    }

    /// <summary>Writes the steady clip with other times; 0 is that of its first time.</summary>
    public string Shift(string name, Func<long, long> time)
    {
        var bytes = File.ReadAllBytes(_folder["steady.ts"]);
        TsTimes.Change(bytes, time);
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    private Task MakeAsync(string name, string[] arguments) => Tool.MakeAsync([.. arguments, _folder[name]]);

    private async Task MakePackedAsync()
    {
        HasXvid = (await Tool.TextAsync("ffmpeg", "-v", "error", "-encoders")).Contains("libxvid", StringComparison.Ordinal);
        if (HasXvid)
        {
            await MakeAsync("packed.avi", [.. Picture, "-c:v", "libxvid", "-bf", "2", "-g", "25"]);
            await MakeAsync("packed-sound.avi", ["-i", _folder["packed.avi"], "-f", "lavfi", "-i", "sine", "-t", "4", "-c:v", "copy", "-c:a", "mp3"]);
            await MakeAsync("packed-pcm.avi", ["-i", _folder["packed.avi"], "-f", "lavfi", "-i", "sine", "-t", "4", "-c:v", "copy", "-c:a", "pcm_s16le"]);
            await MakeAsync("packed.mp4", ["-fflags", "+genpts", "-i", _folder["packed.avi"], "-c", "copy"]);
            await MakeAsync("packed.mkv", ["-fflags", "+genpts", "-i", _folder["packed.avi"], "-c", "copy"]);
        }
    }

    private async Task MakeEditedAsync()
    {
        // 0 to 1 s and 2 s and 3 frames on to the end: inside a group, whose begin is needed and hidden.
        const int Ticks = 12_800;
        await EditAsync("plain.mp4", "edits.mp4", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await EditAsync("sound.mp4", "edits-sound.mp4", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await MakeAsync("plain.mov", ["-i", _folder["plain.mp4"], "-c", "copy"]);
        await EditAsync("plain.mov", "edits.mov", (1000, 1024), (2000, 1024 + (2 * Ticks)));
        await EditAsync("plain.mp4", "empty-edit.mp4", (500, -1), (4000, 1024));
        await EditAsync("plain.mp4", "edit-at-key.mp4", (2000, 1024 + Ticks));
        await EditAsync("plain.mp4", "edit-inside-group.mp4", (2000, 1024 + Ticks + 6656));
    }

    /// <summary>Gives every track other edits: length in thousandths of a second, and where it begins in units of the video.</summary>
    private async Task EditAsync(string from, string to, params (long Length, long Begin)[] edits)
    {
        var bytes = Replace(await File.ReadAllBytesAsync(_folder[from]), (type, _) => type == "edts"
            ? Box("edts", Box("elst", [Number(0), Number(edits.Length), .. edits.Select(static e => (byte[])[.. Number(e.Length), .. Number(e.Begin), .. Number(0x10000)])]))
            : null);
        await File.WriteAllBytesAsync(_folder[to], bytes);
    }
}
