using Reelmill.Media.Tests.Chunking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>Makes clips of 25 frames per second, interlaced from 50 fields or progressive, with correct or wrong headers.</summary>
internal sealed class InterlacedClips : IDisposable
{
    private const string FieldSource = "testsrc2=size=320x240:rate=50:duration=";
    private const string FrameSource = "testsrc2=size=320x240:rate=25:duration=";

    private static readonly string[] Avc = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-threads", "1", "-g", "25"];
    private static readonly string[] Mpeg2 = ["-c:v", "mpeg2video", "-q:v", "3", "-g", "12"];
    private static readonly string[] Fields = ["-flags", "+ilme+ildct"];

    private readonly TempFolder _folder = new();

    /// <summary>A folder for temporary files.</summary>
    public string Scratch => Directory.CreateDirectory(_folder["scratch"]).FullName;

    /// <summary>Makes a clip.</summary>
    /// <param name="name">The kind and container, such as <c>h264-top.ts</c>.</param>
    /// <param name="seconds">The duration in seconds.</param>
    public async Task<string> MakeAsync(string name, int seconds = 4)
    {
        var path = _folder[name];
        var kind = Path.GetFileNameWithoutExtension(name);
        var interleave = kind.Contains("top", StringComparison.Ordinal) ? "tinterlace=interleave_top" : "tinterlace=interleave_bottom";
        string[] arguments = kind switch
        {
            "h264-top" => [.. Source(FieldSource, interleave, "tff"), .. Avc, .. Fields, "-x264-params", "tff=1"],
            "h264-bottom" => [.. Source(FieldSource, interleave, "bff"), .. Avc, .. Fields, "-x264-params", "bff=1"],
            "h264-top-unsaid" or "h264-bottom-unsaid" => [.. Source(FieldSource, interleave, "prog"), .. Avc],
            "mpeg2-top" => [.. Source(FieldSource, interleave, "tff"), .. Mpeg2, .. Fields, "-top", "1"],
            "mpeg2-bottom" => [.. Source(FieldSource, interleave, "bff"), .. Mpeg2, .. Fields, "-top", "0"],
            "mpeg4-top-unsaid" => [.. Source(FieldSource, interleave, "prog"), "-c:v", "mpeg4", "-q:v", "3", "-g", "25"],
            "mjpeg-bottom-unsaid" => [.. Source(FieldSource, interleave, "prog"), "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj422p"],
            "h264-psf" => [.. Source(FrameSource, "null", "tff"), .. Avc, .. Fields, "-x264-params", "tff=1"],
            "mpeg2-psf" => [.. Source(FrameSource, "null", "tff"), .. Mpeg2, .. Fields, "-top", "1"],
            "h264-telecine" => ["-f", "lavfi", "-i", FormattableString.Invariant($"testsrc2=size=320x240:rate=24000/1001:duration={seconds}"), "-vf", "telecine", .. Avc],
            "dv-bottom" => ["-f", "lavfi", "-i", FormattableString.Invariant($"testsrc2=size=720x576:rate=50:duration={seconds}"), "-vf", interleave + ",setfield=bff", "-c:v", "dvvideo", "-pix_fmt", "yuv420p"],
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown kind of clip"),
        };
        await ReferenceTool.MakeAsync([.. arguments, path]);
        return path;

        string[] Source(string source, string filter, string order) =>
            ["-f", "lavfi", "-i", FormattableString.Invariant($"{source}{seconds}"), "-vf", $"{filter},setfield={order},format=yuv420p"];
    }

    /// <summary>Makes a progressive clip from an ffmpeg source and filter.</summary>
    public async Task<string> MakeProgressiveAsync(string source, string filter = "null")
    {
        var path = _folder["progressive.mp4"];
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", source, "-t", "4", "-vf", $"{filter},format=yuv420p", .. Avc, path]);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
