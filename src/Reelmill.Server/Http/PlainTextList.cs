using Microsoft.AspNetCore.Http;

namespace Reelmill.Server.Http;

/// <summary>Lists of texts in the bodies of requests.</summary>
internal static class PlainTextList
{
    /// <summary>How many ids, codes or names one request may list.</summary>
    public const int Most = 1_000;

    /// <summary>Gives a list as it is, if none of its texts is null and there are not too many.</summary>
    /// <param name="name">The member of the body that is the list.</param>
    /// <param name="texts">The list; JSON may have put nulls into it.</param>
    /// <param name="most">How many it may have.</param>
    /// <exception cref="RequestException"><c>bad_json</c> or <c>too_many</c>.</exception>
    public static IReadOnlyList<string> Checked(string name, IReadOnlyList<string?> texts, int most = Most)
    {
        if (texts.Count > most)
        {
            throw new RequestException("too_many", $"'{name}' lists {texts.Count}, and a request may list {most}. Send several requests.", StatusCodes.Status413PayloadTooLarge);
        }

        return texts.Any(static text => text is null) ? throw new RequestException("bad_json", $"'{name}' lists a null. Leave it out.", StatusCodes.Status400BadRequest) : [.. texts.Select(static text => text!)];
    }
}
