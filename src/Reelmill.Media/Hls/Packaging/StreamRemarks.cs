using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Describes repeated frames and inserted silence; differences within the sync tolerance are not mentioned.</summary>
internal static class StreamRemarks
{
    public static IReadOnlyList<string> Describe(EncodePlan plan, StreamSpan video, StreamSpan span, IReadOnlyList<AudioTrackFile> audio) =>
    [
        .. Remark(video.Start - span.Start, static s => $"the first frame is shown {s} s longer, since the audio begins earlier"),
        .. Remark(span.End - video.End, static s => $"the last frame is repeated for {s} s, since the audio ends later"),
        .. plan.Audio.Zip(audio).SelectMany(a => Remark(plan.GetStart(a.First) - span.Start, s => $"silence fills the first {s} s of {a.First.Name}")),
        .. plan.Audio.Zip(audio).SelectMany(a => Remark(span.End - a.Second.End, s => $"silence fills the last {s} s of {a.First.Name}")),
    ];

    private static IEnumerable<string> Remark(double seconds, Func<string, FormattableString> format)
    {
        if (seconds > StreamSpan.SyncTolerance)
        {
            yield return FormattableString.Invariant(format(FormattableString.Invariant($"{seconds:0.##}")));
        }
    }
}
