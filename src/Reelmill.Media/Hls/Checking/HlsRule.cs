namespace Reelmill.Media.Hls.Checking;

/// <summary>A rule that an HLS stream must or should follow.</summary>
/// <param name="Number">The rule's group, 1 to 17.</param>
/// <param name="Id">The rule's stable id.</param>
/// <param name="Severity">The rule's severity.</param>
/// <param name="Requirement">The requirement, in a sentence.</param>
public sealed record HlsRule(int Number, string Id, HlsSeverity Severity, string Requirement)
{
    /// <summary>Creates a finding: one violation of this rule.</summary>
    /// <param name="file">The playlist or file that breaks the rule, relative to the stream.</param>
    /// <param name="message">The expectation, the actual value and the fix.</param>
    internal HlsFinding CreateFinding(string file, FormattableString message) =>
        new(Id, Number, Severity, file, FormattableString.Invariant(message));
}
