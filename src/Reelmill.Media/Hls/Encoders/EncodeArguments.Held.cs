using System.Globalization;

namespace Reelmill.Media.Hls.Encoders;

/// <content>Frames that are held.</content>
internal sealed partial class EncodeArguments
{
    /// <summary>How often a held frame is repeated in a second: seldom enough to cost little, often enough for players that take the last timestamp for the end.</summary>
    public const int HeldRate = 10;

    /// <summary>Repeats frames for a while, encoded as the rest of their renditions, so that the files join.</summary>
    /// <param name="frames">A frame of each rendition.</param>
    /// <param name="start">When they are shown first, in seconds.</param>
    /// <param name="count">How many times they are shown.</param>
    public IReadOnlyList<string> Held(IReadOnlyList<HeldFrame> frames, double start, int count) =>
    [
        .. Quiet, "-threads", OneDecoder,
        .. frames.SelectMany(static f => new[] { "-protocol_whitelist", "file", "-f", "mov", "-i", $"file:{f.Source}" }),
        "-filter_complex", string.Join(';', frames.Select((f, i) => Graph(i, f.Index, start))),
        .. frames.SelectMany((f, i) => new[] { "-frames:v", Text(count), "-level", Text(f.Level) }.Concat(Encoded(f.Rendition, i))),
    ];

    /// <summary>The rate is set while times are whole numbers of it, which keeps them.</summary>
    private static string Graph(int input, int index, double start) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{input}:0]select=eq(n\\,{index}),loop=loop=-1:size=1:start=0,setpts=N/({HeldRate}*TB),fps={HeldRate},settb=1/{VideoTimescale},setpts=PTS+{Math.Round(start * 90_000)}[v{input}]");
}
