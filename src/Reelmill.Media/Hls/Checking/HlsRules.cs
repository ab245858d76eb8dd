using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Checking.Rules;

namespace Reelmill.Media.Hls.Checking;

/// <summary>All rules: RFC 8216 (groups 1 to 9) and Apple's HLS Authoring Specification (10 to 17).</summary>
public static class HlsRules
{
    private static readonly Func<MeasuredStream, IEnumerable<HlsFinding>>[] Checks =
    [
        PlaylistRules.Check,
        TargetDurationRules.Check,
        CompletenessRules.Check,
        AlignmentRules.Check,
        TimelineRules.Check,
        MapRules.Check,
        PeakRules.Check,
        EncryptionRules.Check,
        InitSegmentRules.Check,
        KeyRules.Check,
        KeyframeRules.Check,
        SegmentDurationRules.Check,
        AttributeRules.Check,
        BandwidthRules.Check,
        CodecRules.Check,
        TrickPlayRules.Check,
        SelectionRules.Check,
        LadderRules.Check,
    ];

    /// <summary>Every rule, ordered by group.</summary>
    public static IReadOnlyList<HlsRule> All { get; } =
    [
        PlaylistRules.Syntax,
        TargetDurationRules.TargetDuration,
        CompletenessRules.EndList, CompletenessRules.PlaylistType, CompletenessRules.ReadableFiles,
        AlignmentRules.AlignedVariants, TimelineRules.SharedTimeline, TimelineRules.StartOffset,
        MapRules.Map,
        PeakRules.PeakBandwidth,
        EncryptionRules.Encryption,
        InitSegmentRules.ClearInitSegment,
        KeyRules.Rotation, KeyRules.UnpublishedKeys,
        KeyframeRules.IdrStart, KeyframeRules.IndependentSegments, KeyframeRules.IdrInterval, KeyframeRules.IdrAlignment,
        SegmentDurationRules.NominalDuration, SegmentDurationRules.MaxDuration, SegmentDurationRules.ExtinfAccuracy,
        AttributeRules.RequiredAttributes, AttributeRules.MeasuredAttributes,
        BandwidthRules.MeasuredBandwidth, BandwidthRules.PeakRatio,
        CodecRules.Codecs, CodecRules.VideoLimits,
        TrickPlayRules.IFrameStreams, TrickPlayRules.IFrameRanges,
        SelectionRules.Language, SelectionRules.MultipleBitrates,
        LadderRules.Ladder,
    ];

    /// <summary>Checks a measured stream against all rules; findings are in rule order.</summary>
    internal static IEnumerable<HlsFinding> Evaluate(MeasuredStream stream) =>
        Checks.SelectMany(check => check(stream)).OrderBy(static f => f.Number);
}
