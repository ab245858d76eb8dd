namespace Reelmill.Core.Running;

/// <summary>Why an item failed, as data.</summary>
/// <param name="Stage">The stage that gave up.</param>
/// <param name="Code">The stable name of the failure; <c>timeout</c> for a missed deadline, <c>internal_error</c> for an
/// exception that is no <see cref="ItemException"/>.</param>
/// <param name="Message">What happened, for a person.</param>
/// <param name="Transient">Whether the last attempt's failure might have gone away by itself.</param>
/// <param name="Attempts">How often the failing value was tried in this run.</param>
/// <param name="Exception">The last attempt's exception.</param>
public sealed record ItemFailure(
    string Stage, string Code, string Message, bool Transient, int Attempts, Exception Exception)
{
    internal static ItemFailure From(string stage, int attempts, Exception exception) => exception switch
    {
        ItemException e => new(stage, e.Code, e.Message, e.IsTransient, attempts, e),
        _ => new(stage, "internal_error", $"{exception.GetType().Name}: {exception.Message}", false, attempts, exception),
    };
}
