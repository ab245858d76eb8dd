using System.Globalization;

namespace Reelmill.Media.Hls.Encoders;

/// <content>Arguments for repeated frames.</content>
internal sealed partial class EncodeArguments
{
    /// <summary>
    /// The number of times per second that a frame is repeated: few enough to cost little, enough for players that take
    /// the last timestamp for the end.
    /// </summary>
    public const int RepeatRate = 10;

    /// <summary>
    /// Builds the arguments that repeat frames with the encoder settings of their renditions, so that the files
    /// concatenate.
    /// </summary>
    /// <param name="frames">One frame for each rendition.</param>
    /// <param name="start">The first presentation time in seconds.</param>
    /// <param name="count">The number of repetitions.</param>
    public IReadOnlyList<string> BuildRepeat(IReadOnlyList<RepeatedFrame> frames, double start, int count) =>
    [
        .. Quiet, "-threads", DecoderThreads,
        .. frames.SelectMany(static f => new[] { "-protocol_whitelist", "file", "-f", "mov", "-i", $"file:{f.Source}" }),
        "-filter_complex", string.Join(';', frames.Select((f, i) => BuildRepeatGraph(i, f.Index, start))),
        .. frames.SelectMany((f, i) => new[] { "-frames:v", Format(count), "-level", Format(f.Level) }.Concat(EncodeRendition(f.Rendition, i))),
    ];

    /// <summary>Sets the rate while timestamps are whole multiples of it, so that the fps filter keeps them.</summary>
    private static string BuildRepeatGraph(int input, int index, double start) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{input}:0]select=eq(n\\,{index}),loop=loop=-1:size=1:start=0,setpts=N/({RepeatRate}*TB),fps={RepeatRate},settb=1/{VideoTimescale},setpts=PTS+{Math.Round(start * 90_000)}[v{input}]");
}
