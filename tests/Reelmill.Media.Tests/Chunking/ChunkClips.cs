using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Small clips that are hard to cut, made once. Every picture differs from its neighbours.</summary>
public sealed class ChunkClips : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string this[string name] => _folder[name];

    public async ValueTask InitializeAsync()
    {
        string[] video = ["-f", "lavfi", "-i", "testsrc2=size=192x108:rate=30000/1001"];
        string[] sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"];
        string[] x264 = ["-c:v", "libx264", "-preset", "fast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "20", "-keyint_min", "5"];
        string[] aac = ["-c:a", "aac", "-b:a", "64k"];
        string[] plain = ["-t", "9", "-fflags", "+bitexact"];

        await Tool.MakeAsync([.. video, .. sound, .. x264, .. aac, .. plain, _folder["b-frames.mp4"]]);
        await Tool.MakeAsync([.. video, .. sound, .. x264, "-x264-params", "open-gop=1:bframes=3:scenecut=0", .. aac, .. plain, _folder["open-gop.mp4"]]);
        await Tool.MakeAsync([.. video, .. x264, "-vf", "select='not(eq(mod(n,7),3))*not(eq(mod(n,11),5))',setpts=PTS+mod(N*37\\,13)/90000/TB", "-fps_mode", "passthrough", "-enc_time_base", "1/90000", "-video_track_timescale", "90000", .. plain, _folder["vfr.mp4"]]);
        await Tool.MakeAsync([.. video, .. sound, "-c:v", "mpeg2video", "-q:v", "3", "-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "15", "-c:a", "mp2", .. plain, _folder["mpeg2.ts"]]);
        await Tool.MakeAsync([.. video, .. sound, .. x264, .. aac, .. plain, _folder["h264.ts"]]);
        await Tool.MakeAsync([.. video, .. sound, .. x264, "-c:a", "libopus", .. plain, _folder["opus.mkv"]]);
        await Tool.MakeAsync([.. video, .. sound, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "20", "-c:a", "libvorbis", .. plain, _folder["vp8.webm"]]);
        await Tool.MakeAsync([.. video, .. sound, "-c:v", "mpeg4", "-bf", "2", "-flags", "+cgop", "-sc_threshold", "1000000000", "-g", "20", "-c:a", "mp3", .. plain, _folder["mpeg4.avi"]]);
        await Tool.MakeAsync([.. video, .. sound, .. x264, .. aac, .. plain, _folder["h264.flv"]]);
        await Tool.MakeAsync([.. video, .. x264, .. plain, "-f", "h264", _folder["bare.h264"]]);
        await Tool.MakeAsync(["-ss", "1.2", "-i", _folder["b-frames.mp4"], "-c", "copy", _folder["edit-list.mp4"]]);
        await Tool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-metadata:s:v:0", "rotate=90", _folder["rotated.mp4"]]);
        await Tool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-output_ts_offset", "7.5", _folder["late.mp4"]]);
        await Tool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-movflags", "frag_keyframe+empty_moov", _folder["fragmented.mp4"]]);
        await Tool.MakeAsync(["-i", _folder["b-frames.mp4"], "-c", "copy", "-f", "mov", _folder["quicktime.mov"]]);
        await Tool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=161x121:rate=25", .. sound, "-c:v", "libx264", "-preset", "fast", "-threads", "1", "-pix_fmt", "yuv444p", "-profile:v", "high444", "-g", "10", "-c:a", "pcm_s16le", "-t", "4", "-f", "mov", _folder["odd-444-pcm.mov"]]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
