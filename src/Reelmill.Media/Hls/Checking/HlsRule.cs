namespace Reelmill.Media.Hls.Checking;

/// <summary>Something that a good stream keeps.</summary>
/// <param name="Number">The group it belongs to, 1 to 17.</param>
/// <param name="Id">Its stable name.</param>
/// <param name="Severity">How much it binds.</param>
/// <param name="Meaning">What it demands, in a sentence.</param>
public sealed record HlsRule(int Number, string Id, HlsSeverity Severity, string Meaning)
{
    /// <summary>A place where the rule is broken.</summary>
    /// <param name="file">The file or playlist, relative to the stream.</param>
    /// <param name="message">What was expected, what was found and what to do.</param>
    internal HlsFinding In(string file, FormattableString message) =>
        new(Id, Number, Severity, file, FormattableString.Invariant(message));
}
