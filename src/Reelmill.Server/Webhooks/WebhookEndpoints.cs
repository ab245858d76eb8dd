using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelmill.Core;
using Reelmill.Library.Access;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Server.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Webhooks;

/// <summary>The endpoints of webhooks, <c>/v1/webhooks</c>.</summary>
internal static class WebhookEndpoints
{
    private const int MaxWebhooks = 100;
    private const int MaxDeliveries = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("webhooks").RequireAuthorization(Caller.GetScopeName(AccessScope.Admin));
        webhooks.MapGet("", ListAsync).WithSummary("Lists the webhooks.");
        webhooks.MapPost("", CreateAsync).WithSummary("Creates a webhook. Only this response contains the secret that signs its messages.");
        webhooks.MapDelete("/{id}", RemoveAsync).WithSummary("Deletes a webhook and its messages.");
        webhooks.MapGet("/{id}/deliveries", DeliveriesAsync).WithSummary("Lists the latest messages of a webhook, newest first.");
        webhooks.MapPost("/{id}/deliveries/{delivery}/replay", ReplayAsync).WithSummary("Sends a message again.");
    }

    private static async Task<Ok<IReadOnlyList<WebhookDocument>>> ListAsync(WebhookStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<WebhookDocument>>([.. (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static w => WebhookDocument.From(w))]);

    private static async Task<Created<WebhookDocument>> CreateAsync(
        WebhookRequest request, WebhookStore store, AddressPolicy addresses, HttpContext http, CancellationToken cancellationToken)
    {
        var url = ValidateUrl(request.Url ?? "", addresses);
        var events = ValidateEvents(TextListValidator.Validate("events", request.Events ?? []));
        if ((await store.ListAsync(cancellationToken).ConfigureAwait(false)).Count >= MaxWebhooks)
        {
            throw new RequestException("too_many_webhooks", $"The server already has {MaxWebhooks} webhooks, the maximum. Delete one first.", StatusCodes.Status409Conflict);
        }

        var webhook = await store.CreateAsync(url.AbsoluteUri, events, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/webhooks/{webhook.Id}", WebhookDocument.From(webhook) with { Secret = webhook.Secret });
    }

    private static async Task<NoContent> RemoveAsync(string id, WebhookStore store, CancellationToken cancellationToken) =>
        await store.RemoveAsync(id, cancellationToken).ConfigureAwait(false) ? TypedResults.NoContent() : throw CreateNotFound(id);

    private static async Task<Ok<IReadOnlyList<DeliveryDocument>>> DeliveriesAsync(string id, WebhookStore store, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw CreateNotFound(id);
        var deliveries = await store.DeliveriesAsync(id, MaxDeliveries, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok<IReadOnlyList<DeliveryDocument>>([.. deliveries.Select(DeliveryDocument.From)]);
    }

    private static async Task<Accepted> ReplayAsync(string id, string delivery, WebhookStore store, WebhookSender sender, CancellationToken cancellationToken)
    {
        if (!await store.ReplayAsync(id, delivery, cancellationToken).ConfigureAwait(false))
        {
            throw new RequestException("delivery_not_found", $"Webhook {id} has no message {delivery}. GET /v1/webhooks/{id}/deliveries lists its messages.", StatusCodes.Status404NotFound);
        }

        sender.Wake();
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries");
    }

    // A host name is checked when it is resolved for a delivery. A literal address is checked here already.
    private static Uri ValidateUrl(string url, AddressPolicy addresses)
    {
        try
        {
            var checkedUrl = UrlGuard.Check(url);
            return !IPAddress.TryParse(checkedUrl.IdnHost, out var address) || addresses.Allows(address)
                ? checkedUrl
                : throw new RequestException(FetchCodes.BlockedAddress, "Creating a webhook: the URL's address is not public. Use a public host, or start the server with '--allow-network'.", StatusCodes.Status400BadRequest);
        }
        catch (ItemException e)
        {
            throw new RequestException(e.Code, $"url: {e.Message}", StatusCodes.Status400BadRequest);
        }
    }

    private static IReadOnlyList<string> ValidateEvents(IReadOnlyList<string> events)
    {
        var unknown = events.FirstOrDefault(static e => !WebhookEvents.All.Contains(e, StringComparer.Ordinal));
        if (unknown is null && events.Count > 0)
        {
            return [.. events.Distinct(StringComparer.Ordinal)];
        }

        var suggestion = unknown is null ? null : NearestName.Find(unknown, WebhookEvents.All);
        var fault = unknown is null ? "'events' is empty." : $"there is no event '{unknown}'." + (suggestion is null ? "" : $" Did you mean '{suggestion}'?");
        throw new RequestException("bad_event", $"Creating a webhook: {fault} Events are {string.Join(", ", WebhookEvents.All)}.", StatusCodes.Status400BadRequest);
    }

    private static RequestException CreateNotFound(string id) => new("webhook_not_found", $"There is no webhook {id}. GET /v1/webhooks lists the webhooks.", StatusCodes.Status404NotFound);
}
