namespace Reelmill.Media.Hls.Checking;

/// <summary>A place where a rule is broken.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Number">The rule's group, 1 to 17.</param>
/// <param name="Severity">How much the rule binds.</param>
/// <param name="File">The file or playlist, relative to the stream.</param>
/// <param name="Message">What was expected, what was found and what to do.</param>
public sealed record HlsFinding(string Rule, int Number, HlsSeverity Severity, string File, string Message);
