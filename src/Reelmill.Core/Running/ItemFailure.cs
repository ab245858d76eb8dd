namespace Reelmill.Core.Running;

/// <summary>The failure of an item, as data.</summary>
/// <param name="Stage">The stage that failed.</param>
/// <param name="Code">The error code; <c>timeout</c> for a missed deadline, <c>internal_error</c> for an exception other
/// than an <see cref="ItemException"/>.</param>
/// <param name="Message">The message of the failure.</param>
/// <param name="Transient">Whether the last attempt's failure was transient.</param>
/// <param name="Attempts">The number of attempts at the failing value in this run.</param>
/// <param name="Exception">The exception of the last attempt.</param>
public sealed record ItemFailure(
    string Stage, string Code, string Message, bool Transient, int Attempts, Exception Exception)
{
    internal static ItemFailure From(string stage, int attempts, Exception exception) => exception switch
    {
        ItemException e => new(stage, e.Code, e.Message, e.IsTransient, attempts, e),
        _ => new(stage, "internal_error", $"{exception.GetType().Name}: {exception.Message}", false, attempts, exception),
    };
}
