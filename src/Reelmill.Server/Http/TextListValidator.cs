using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Http;

/// <summary>Validates lists of strings in request bodies.</summary>
internal static class TextListValidator
{
    /// <summary>The ids, codes or names that one request may list.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>Returns a list unchanged when it has no null entry and not too many entries.</summary>
    /// <param name="name">The JSON property of the list.</param>
    /// <param name="entries">The list; JSON can put null entries into it.</param>
    /// <param name="limit">The entries that the list may have.</param>
    /// <exception cref="RequestException"><c>bad_json</c> or <c>too_many</c>.</exception>
    public static IReadOnlyList<string> Validate(string name, IReadOnlyList<string?> entries, int limit = MaxEntries)
    {
        if (entries.Count > limit)
        {
            throw new RequestException("too_many", $"'{name}' has {entries.Count} entries, and a request may have {limit}. Send several requests.", StatusCodes.Status413PayloadTooLarge);
        }

        return entries.Any(static entry => entry is null) ? throw new RequestException("bad_json", $"'{name}' has a null entry. Leave it out.", StatusCodes.Status400BadRequest) : [.. entries.Select(static entry => entry!)];
    }
}
