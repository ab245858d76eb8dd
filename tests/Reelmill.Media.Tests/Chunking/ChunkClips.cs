using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Short clips that are difficult to cut, made once. Every frame differs from its neighbors.</summary>
public sealed class ChunkClips : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string this[string name] => _folder[name];

    public async ValueTask InitializeAsync()
    {
        string[] video = ["-f", "lavfi", "-i", "testsrc2=size=192x108:rate=30000/1001"];
        string[] audio = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"];
        string[] x264 = ["-c:v", "libx264", "-preset", "fast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "20", "-keyint_min", "5"];
        string[] aac = ["-c:a", "aac", "-b:a", "64k"];
        string[] plain = ["-t", "9", "-fflags", "+bitexact"];

        await ReferenceTool.MakeAsync([.. video, .. audio, .. x264, .. aac, .. plain, _folder["b-frames.mp4"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, .. x264, "-x264-params", "open-gop=1:bframes=3:scenecut=0", .. aac, .. plain, _folder["open-gop.mp4"]]);
        await ReferenceTool.MakeAsync([.. video, .. x264, "-vf", "select='not(eq(mod(n,7),3))*not(eq(mod(n,11),5))',setpts=PTS+mod(N*37\\,13)/90000/TB", "-fps_mode", "passthrough", "-enc_time_base", "1/90000", "-video_track_timescale", "90000", .. plain, _folder["vfr.mp4"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, "-c:v", "mpeg2video", "-q:v", "3", "-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "15", "-c:a", "mp2", .. plain, _folder["mpeg2.ts"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, .. x264, .. aac, .. plain, _folder["h264.ts"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, .. x264, "-c:a", "libopus", .. plain, _folder["opus.mkv"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "20", "-c:a", "libvorbis", .. plain, _folder["vp8.webm"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, "-c:v", "mpeg4", "-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "20", "-c:a", "mp3", .. plain, _folder["mpeg4.avi"]]);
        await ReferenceTool.MakeAsync([.. video, .. audio, .. x264, .. aac, .. plain, _folder["h264.flv"]]);
        await ReferenceTool.MakeAsync([.. video, .. x264, .. plain, "-f", "h264", _folder["elementary.h264"]]);
        await ReferenceTool.MakeAsync(["-ss", "1.2", "-i", _folder["b-frames.mp4"], "-c", "copy", _folder["edit-list.mp4"]]);
        await ReferenceTool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-metadata:s:v:0", "rotate=90", _folder["rotated.mp4"]]);
        await ReferenceTool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-output_ts_offset", "7.5", _folder["late.mp4"]]);
        await ReferenceTool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-movflags", "frag_keyframe+empty_moov", _folder["fragmented.mp4"]]);
        await ReferenceTool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-f", "mov", _folder["quicktime.mov"]]);
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=161x121:rate=25", .. audio, "-c:v", "libx264", "-preset", "fast", "-threads", "1", "-pix_fmt", "yuv444p", "-profile:v", "high444", "-g", "10", "-c:a", "pcm_s16le", "-t", "4", "-f", "mov", _folder["odd-444-pcm.mov"]]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
