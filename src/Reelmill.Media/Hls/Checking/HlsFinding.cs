namespace Reelmill.Media.Hls.Checking;

/// <summary>One violation of a rule.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Number">The rule's group, 1 to 17.</param>
/// <param name="Severity">The rule's severity.</param>
/// <param name="File">The playlist or file that breaks the rule, relative to the stream.</param>
/// <param name="Message">The expectation, the actual value and the fix.</param>
public sealed record HlsFinding(string Rule, int Number, HlsSeverity Severity, string File, string Message);
