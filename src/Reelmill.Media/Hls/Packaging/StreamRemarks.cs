using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Says what was held or filled so that sound and picture begin and end together; what nobody notices is not said.</summary>
internal static class StreamRemarks
{
    public static IReadOnlyList<string> Of(EncodePlan plan, StreamSpan picture, StreamSpan span, IReadOnlyList<AudioTrackFile> sounds) =>
    [
        .. Remark(picture.Start - span.Start, static s => $"the first frame is shown {s} s longer, since the sound begins earlier"),
        .. Remark(span.End - picture.End, static s => $"the last frame is held for {s} s, since the sound ends later"),
        .. plan.Audio.Zip(sounds).SelectMany(a => Remark(plan.StartOf(a.First) - span.Start, s => $"silence fills the first {s} s of {a.First.Name}")),
        .. plan.Audio.Zip(sounds).SelectMany(a => Remark(span.End - a.Second.End, s => $"silence fills the last {s} s of {a.First.Name}")),
    ];

    private static IEnumerable<string> Remark(double seconds, Func<string, FormattableString> say)
    {
        if (seconds > StreamSpan.Unnoticed)
        {
            yield return FormattableString.Invariant(say(FormattableString.Invariant($"{seconds:0.##}")));
        }
    }
}
