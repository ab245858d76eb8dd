namespace Reelmill.Library.Webhooks;

/// <summary>Where a server tells of what happens.</summary>
/// <param name="Id">What names it.</param>
/// <param name="Url">The http or https URL that is posted to.</param>
/// <param name="Events">The types of the events that it wants.</param>
/// <param name="Secret">What its messages are signed with: <c>whsec_</c> and 32 bytes in base64.</param>
/// <param name="CreatedMs">When it was made, in Unix milliseconds.</param>
public sealed record Webhook(string Id, string Url, IReadOnlyList<string> Events, string Secret, long CreatedMs);
