namespace Reelmill.Library.Webhooks;

/// <summary>An endpoint to which a server posts events.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Url">The http or https URL of the endpoint.</param>
/// <param name="Events">The types of the subscribed events.</param>
/// <param name="Secret">The signing secret: <c>whsec_</c> and 32 bytes in base64.</param>
/// <param name="CreatedMs">When the webhook was created, in Unix milliseconds.</param>
public sealed record Webhook(string Id, string Url, IReadOnlyList<string> Events, string Secret, long CreatedMs);
