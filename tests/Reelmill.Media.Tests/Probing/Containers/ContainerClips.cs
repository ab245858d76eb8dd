using Reelmill.Media.Tests.Chunking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Probing.Containers;

/// <summary>A short clip in every container, made once.</summary>
public sealed class ContainerClips : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string this[string name] => _folder[name];

    public byte[] Bytes(string name) => File.ReadAllBytes(_folder[name]);

    /// <summary>Writes bytes to a separate file.</summary>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    public async ValueTask InitializeAsync()
    {
        string[] input = ["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25", "-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "2", "-fflags", "+bitexact"];
        await ReferenceTool.MakeAsync([.. input, "-c:v", "libx264", "-threads", "1", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac", _folder["plain.mp4"]]);
        await ReferenceTool.MakeAsync([.. input, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis", _folder["plain.webm"]]);
        await ReferenceTool.MakeAsync([.. input, "-c:v", "libtheora", "-c:a", "libvorbis", _folder["plain.ogv"]]);
        await ReferenceTool.MakeAsync([.. input, "-c:v", "wmv2", "-c:a", "wmav2", _folder["plain.wmv"]]);
        await ReferenceTool.MakeAsync([.. input, "-c:v", "mpeg2video", "-c:a", "mp2", "-f", "vob", _folder["plain.mpg"]]);
        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-movflags", "frag_keyframe+empty_moov+default_base_moof", _folder["fragmented.mp4"]);
        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-movflags", "+faststart", _folder["fast.mp4"]);
        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", _folder["cenc.mp4"]);
        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-write_crc32", "0", _folder["plain.mkv"]);
        foreach (var extension in new[] { "mov", "ts", "flv", "avi" })
        {
            await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", _folder["plain." + extension]);
        }

        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-f", "mpegts", "-mpegts_m2ts_mode", "1", _folder["plain.m2ts"]);
        await ReferenceTool.MakeAsync("-i", _folder["plain.mp4"], "-c", "copy", "-f", "matroska", "-live", "1", _folder["live.mkv"]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
