using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceApi.Access.Apps;
using AllianceApi.Access.Audit;
using AllianceApi.Access.Keys;
using AllianceApi.Access.Organizations;
using AllianceApi.Alerts;
using AllianceApi.Caseload;
using AllianceApi.Caseload.Supervision;
using AllianceApi.Dashboard;
using AllianceApi.Episodes;
using AllianceApi.Events;
using AllianceApi.Events.Webhooks;
using AllianceApi.Exports;
using AllianceApi.Instruments;
using AllianceApi.Invitations;
using AllianceApi.People;
using AllianceApi.Responses;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Hosting;

/// <summary>Every resource that the API writes, known to the serializer ahead of time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(KeyResource))]
[JsonSerializable(typeof(NewKeyResource))]
[JsonSerializable(typeof(OwnKeyResource))]
[JsonSerializable(typeof(AppResource))]
[JsonSerializable(typeof(Page<AppResource>), TypeInfoPropertyName = "AppPage")]
[JsonSerializable(typeof(Page<KeyResource>), TypeInfoPropertyName = "KeyPage")]
[JsonSerializable(typeof(OrganizationResource))]
[JsonSerializable(typeof(Page<OrganizationResource>), TypeInfoPropertyName = "OrganizationPage")]
[JsonSerializable(typeof(Page<AuditResource>), TypeInfoPropertyName = "AuditPage")]
[JsonSerializable(typeof(AuditVerdict))]
[JsonSerializable(typeof(AuditAnchor))]
[JsonSerializable(typeof(ClinicianResource))]
[JsonSerializable(typeof(Page<ClinicianResource>), TypeInfoPropertyName = "ClinicianPage")]
[JsonSerializable(typeof(ClientResource))]
[JsonSerializable(typeof(Page<ClientResource>), TypeInfoPropertyName = "ClientPage")]
[JsonSerializable(typeof(ClientRecord))]
[JsonSerializable(typeof(NewInvitationResource))]
[JsonSerializable(typeof(InvitationResource))]
[JsonSerializable(typeof(Page<InvitationResource>), TypeInfoPropertyName = "InvitationPage")]
[JsonSerializable(typeof(EpisodeResource))]
[JsonSerializable(typeof(Page<EpisodeResource>), TypeInfoPropertyName = "EpisodePage")]
[JsonSerializable(typeof(SessionResource))]
[JsonSerializable(typeof(Page<SessionResource>), TypeInfoPropertyName = "SessionPage")]
[JsonSerializable(typeof(InstrumentView))]
[JsonSerializable(typeof(Page<InstrumentView>), TypeInfoPropertyName = "InstrumentPage")]
[JsonSerializable(typeof(InstrumentWording))]
[JsonSerializable(typeof(ResponseResource))]
[JsonSerializable(typeof(ExportedResponse))]
[JsonSerializable(typeof(Page<ResponseResource>), TypeInfoPropertyName = "ResponsePage")]
[JsonSerializable(typeof(TrendResource))]
[JsonSerializable(typeof(CongruenceResource))]
[JsonSerializable(typeof(SeriesHeadline))]
[JsonSerializable(typeof(AlertResource))]
[JsonSerializable(typeof(Page<AlertResource>), TypeInfoPropertyName = "AlertPage")]
[JsonSerializable(typeof(Page<CaseloadItem>), TypeInfoPropertyName = "CaseloadPage")]
[JsonSerializable(typeof(SupervisionResource))]
[JsonSerializable(typeof(DashboardSettingsResource))]
[JsonSerializable(typeof(EventResource))]
[JsonSerializable(typeof(EventFeed))]
[JsonSerializable(typeof(CloudEvent))]
[JsonSerializable(typeof(WebhookResource))]
[JsonSerializable(typeof(Page<WebhookResource>), TypeInfoPropertyName = "WebhookPage")]
[JsonSerializable(typeof(VisibilityResource))]
[JsonSerializable(typeof(EpisodeVisibility))]
[JsonSerializable(typeof(PromiseResource))]
internal sealed partial class ResourceJson : JsonSerializerContext;
