using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Checking.Rules;

namespace Reelmill.Media.Hls.Checking;

/// <summary>The rules: RFC 8216 (groups 1 to 9) and Apple's HLS Authoring Specification (10 to 17).</summary>
public static class HlsRules
{
    private static readonly Func<StreamFacts, IEnumerable<HlsFinding>>[] Checks =
    [
        PlaylistRules.Check,
        TargetDurationRules.Check,
        CompletenessRules.Check,
        AlignmentRules.Check,
        ClockRules.Check,
        MapRules.Check,
        PeakRules.Check,
        EncryptionRules.Check,
        InitRules.Check,
        KeyRules.Check,
        KeyframeRules.Check,
        SegmentLengthRules.Check,
        AttributeRules.Check,
        BandwidthRules.Check,
        CodecRules.Check,
        TrickPlayRules.Check,
        ChoiceRules.Check,
        LadderRules.Check,
    ];

    /// <summary>Every rule, by its group.</summary>
    public static IReadOnlyList<HlsRule> All { get; } =
    [
        PlaylistRules.Syntax,
        TargetDurationRules.Target,
        CompletenessRules.Ended, CompletenessRules.Type, CompletenessRules.Files,
        AlignmentRules.Aligned, ClockRules.Clock, ClockRules.Step,
        MapRules.Map,
        PeakRules.Peak,
        EncryptionRules.Encryption,
        InitRules.Clear,
        KeyRules.Rotation, KeyRules.Private,
        KeyframeRules.Starts, KeyframeRules.Independent, KeyframeRules.Interval, KeyframeRules.Aligned,
        SegmentLengthRules.Nominal, SegmentLengthRules.Longest, SegmentLengthRules.Exact,
        AttributeRules.Attributes, AttributeRules.Truth,
        BandwidthRules.Measured, BandwidthRules.Ratio,
        CodecRules.Codecs, CodecRules.Limits,
        TrickPlayRules.Offered, TrickPlayRules.Ranges,
        ChoiceRules.Language, ChoiceRules.Bitrates,
        LadderRules.Ladder,
    ];

    /// <summary>Judges a stream; findings come in the rules' order.</summary>
    internal static IEnumerable<HlsFinding> Judge(StreamFacts stream) =>
        Checks.SelectMany(check => check(stream)).OrderBy(static f => f.Number);
}
